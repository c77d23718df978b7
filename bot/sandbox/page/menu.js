// The menu of one message and the small buttons beside the message under the pointer or the focus.

import { element, icon, iconButton } from "./dom.js";

const FACES = ["👍", "❤️", "🔥", "😂", "👀", "👎"];
const EDGE = 8;

/** Make the message menu; `choices(row)` gives its items, `onReact` takes a face. */
export function messageMenu(menu, choices, onReact) {
  let origin = null;
  const close = () => menu.hidePopover();
  const items = () => [...menu.querySelectorAll("button")];

  const show = (row, at) => {
    origin = row.element;
    const faces = FACES.map(
      (face) => element(
        "button",
        {
          type: "button", role: "menuitem", "aria-label": `React with ${face}`,
          onclick: () => { close(); onReact(row, face); },
        },
        face,
      )
    );
    menu.replaceChildren(
      element("div", { class: "faces" }, faces), ...choices(row).map((choice) => item(choice, close)),
    );
    menu.showPopover();
    const box = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(EDGE, Math.min(at.x, innerWidth - box.width - EDGE))}px`;
    menu.style.top = `${Math.max(EDGE, Math.min(at.y, innerHeight - box.height - EDGE))}px`;
    menu.querySelector(".item").focus({ focusVisible: false });
  };
  menu.addEventListener("toggle", (event) => {
    if (
      event.newState === "closed" && (document.activeElement === document.body || menu.contains(document.activeElement))
    ) origin?.focus({ preventScroll: true });
  });
  menu.addEventListener("keydown", (event) => {
    const list = items();
    const index = list.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) list[(index + step + list.length) % list.length].focus();
    else if (event.key === "Home" || event.key === "End") list.at(event.key === "Home" ? 0 : -1).focus();
    else if (event.key === "Tab") close();
    if (step || event.key === "Home" || event.key === "End") event.preventDefault();
    event.stopPropagation();
  });
  return { show };
}

function item({ name, label, key, danger, act }, close) {
  return element("button", {
    type: "button", role: "menuitem", class: danger ? "item danger" : "item", onclick: () => { close(); act(); },
  },
    icon(name), element("span", {}, label), key && element("kbd", { "aria-hidden": "true" }, key));
}

/** Keep one pair of buttons and move it to the row that is pointed at or focused: a thousand rows need no more. */
export function rowTools(log, thread, { onReply, onMenu }) {
  let current = null;
  const box = (node) => node.getBoundingClientRect();
  const tools = element("div", { class: "tools" },
    iconButton("reply", "Reply", () => onReply(current)),
    iconButton(
      "more", "More",
      (event) => onMenu(current, { x: box(event.currentTarget).left, y: box(event.currentTarget).bottom + 4 }),
    ));
  const move = (event) => {
    const row = thread.rowFor(event.target);
    if (!row || row.message.service || row.message.draft || row === current && tools.isConnected) return;
    current = row;
    row.element.append(tools);
  };
  log.addEventListener("pointerover", (event) => { if (event.pointerType === "mouse") move(event); });
  log.addEventListener("focusin", move);
  log.addEventListener(
    "pointerleave", () => { if (!tools.contains(document.activeElement)) { tools.remove(); current = null; } },
  );
}
