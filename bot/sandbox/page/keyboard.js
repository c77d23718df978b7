// Draw the inline buttons below a bubble and show that a press is on its way.

import { element, icon } from "./dom.js";
import { safeAddress } from "./entities.js";

/** Draw the buttons of a message, or nothing. */
export function keyboard(message, context) {
  if (!message?.buttons?.length) return null;
  return element("div", { class: "keyboard" }, message.buttons.map((row) =>
    element("div", { class: "keys" }, row.map((button) => key(message, button, context)))));
}

function key(message, button, context) {
  const label = button.text ?? "";
  const href = button.url ? safeAddress(button.url) : null;
  if (href) {
    return element("a", {
      class: "key", "data-testid": "button", href, target: "_blank", rel: "noopener noreferrer", title: href,
    },
      element("bdi", {}, label), icon("link"));
  }
  const node = element("button", { type: "button", class: "key", "data-testid": "button" }, element("bdi", {}, label));
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-busy") === "true") return;
    node.setAttribute("aria-busy", "true");
    await context.onPress(message, button);
    node.removeAttribute("aria-busy");
  });
  return node;
}
