// Draw the list of chats: newest first, last words, time, unread count. Patches what changed, keyed by chat.

import { element, icon, paintAvatar } from "./dom.js";
import { listTime, nameOf, summaryOf, titleOf } from "./format.js";

/** Show the chats of `state` inside `list`; `onOpen` is called with a chosen chat. */
export function chatList(list, state, onOpen) {
  const items = new Map();
  let waiting = false;

  const draw = () => {
    waiting = false;
    for (const [id, item] of items) if (!state.chats.has(id)) { item.remove(); items.delete(id); }
    const focused = document.activeElement;
    const ordered = order(state);
    for (const chat of ordered) {
      if (!items.has(chat.id)) items.set(chat.id, blank(chat, onOpen));
      fill(items.get(chat.id), chat, state);
    }
    const wanted = ordered.map((chat) => items.get(chat.id));
    if (!wanted.every((item, index) => list.children[index] === item)) {
      list.replaceChildren(
        ...(
          wanted.length ? wanted : [element("p", { class: "none" }, "No chats yet. Make one with the pencil above.")]
        ),
      );
      if (list.contains(focused)) focused.focus();
    } else if (!wanted.length && !list.children.length) {
      list.append(element("p", { class: "none" }, "No chats yet. Make one with the pencil above."));
    }
  };
  // A burst of messages costs one drawing a frame.
  const later = () => {
    if (!waiting) requestAnimationFrame(draw);
    waiting = true;
  };
  for (const type of ["chats", "message", "remove", "loaded", "typing"]) state.on(type, later);
  state.on("open", draw);
  return { neighbour: (step) => neighbour(order(state), state.chat, step) };
}

function order(state) {
  const latest = new Map([...state.chats.keys()].map((id) => [id, state.latest(id)?.date ?? 0]));
  return [...state.chats.values()].sort((one, other) => latest.get(other.id) - latest.get(one.id));
}

function neighbour(chats, current, step) {
  const index = chats.findIndex((chat) => chat.id === current);
  return chats[Math.min(Math.max(index + step, 0), chats.length - 1)]?.id ?? null;
}

function blank(chat, onOpen) {
  const title = element("bdi", { "data-part": "title" });
  const lines = element("span", { class: "lines" },
    element("span", { class: "line" },
      element("span", { class: "title" }, chat.type === "private" ? null : icon("group"), title),
      element("time", { "data-part": "time" })),
    element("span", { class: "line" },
      element("span", { class: "preview", "data-part": "preview" }),
      element("span", { class: "badge", "data-part": "badge", hidden: true })));
  return element("button", {
    type: "button", class: "chat-item", "data-testid": `chat-${chat.id}`, onclick: () => onOpen(chat.id),
  },
    element("span", { class: "avatar", "aria-hidden": "true", "data-part": "avatar" }), lines);
}

function fill(item, chat, state) {
  const part = (name) => item.querySelector(`[data-part="${name}"]`);
  const title = titleOf(chat, state.bot);
  const unread = state.unread.get(chat.id) ?? 0;
  const last = state.latest(chat.id);
  const typing = state.typing.get(chat.id);
  const privates = [...state.chats.values()].filter((one) => one.type === "private");
  const isOneOfMany = chat.type === "private" && privates.length > 1;
  part("title").textContent = isOneOfMany ? `${title} · ${nameOf(chat.members?.[0])}` : title;
  paintAvatar(part("avatar"), chat.id, title);
  part("time").textContent = last ? listTime(last.date) : "";
  part("preview").classList.toggle("live", Boolean(typing));
  part("preview").replaceChildren(...(typing ? [typing.words] : preview(chat, last)));
  part("badge").hidden = unread === 0;
  part("badge").textContent = unread > 99 ? "99+" : String(unread);
  part("badge").setAttribute("aria-label", `${unread} unread`);
  if (chat.id === state.chat) item.setAttribute("aria-current", "true");
  else item.removeAttribute("aria-current");
}

function preview(chat, last) {
  if (!last) return ["No messages yet"];
  const words = summaryOf(last).slice(0, 160);
  if (last.service || chat.type === "private") return [element("bdi", {}, words)];
  return [element("b", {}, element("bdi", {}, nameOf(last.from)), ": "), element("bdi", {}, words)];
}
