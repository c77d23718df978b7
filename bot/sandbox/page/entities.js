// Turn a text and its Telegram entities into nodes. Offsets count UTF-16 units, as JavaScript strings do.
// Only text nodes carry what people wrote; only known schemes become links.

import { copy, element } from "./dom.js";

const SAFE = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** Render `text` with `entities` into a fragment; `onCommand` is called with a pressed /command. */
export function renderText(text, entities, onCommand) {
  const sound = (entities ?? [])
    .filter((entity) => entity.length > 0 && entity.offset >= 0 && entity.offset < text.length)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fragment.append(...renderRange(text, 0, text.length, sound, onCommand));
  return fragment;
}

function renderRange(text, start, end, entities, onCommand) {
  const nodes = [];
  let position = start;
  let afterBlock = false;
  const words = (until) => {
    // The line break after a block belongs to the block; kept, it would show as an empty line.
    if (afterBlock && text[position] === "\n" && position < until) position += 1;
    if (until > position) nodes.push(document.createTextNode(text.slice(position, until)));
    position = until;
  };
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const from = Math.max(entity.offset, position);
    const to = Math.min(entity.offset + entity.length, end);
    if (to <= from) continue;
    words(from);
    const rest = entities.slice(index + 1);
    const inside = rest.filter((other) => other.offset < to);
    const children = renderRange(text, from, to, inside, onCommand);
    nodes.push(wrap(entity, text.slice(from, to), children, onCommand));
    position = to;
    afterBlock = BLOCKS.has(entity.type);
  }
  words(end);
  return nodes;
}

function wrap(entity, words, children, onCommand) {
  switch (entity.type) {
    case "bold": return element("strong", {}, children);
    case "italic": return element("em", {}, children);
    case "underline": return element("u", {}, children);
    case "strikethrough": return element("s", {}, children);
    case "code": return element("code", {}, words);
    case "pre": return codeBlock(words, entity.language);
    case "blockquote": return element("blockquote", {}, children);
    case "expandable_blockquote": return foldable(children);
    case "spoiler": return spoiler(children);
    case "text_link": return link(entity.url, children);
    case "url": return link(/^[a-z][a-z\d+.-]*:\/\//i.test(words) ? words : `http://${words}`, children);
    case "email": return link(`mailto:${words}`, children);
    case "phone_number": return link(`tel:${words}`, children);
    case "bot_command": return command(words, onCommand);
    case "mention": case "text_mention": return element("span", { class: "mention" }, children);
    case "hashtag": case "cashtag": return element("span", { class: "hashtag" }, children);
    default: return element("span", {}, children);
  }
}

/** Say whether an address has a scheme that is safe to open. */
export function safeAddress(address) {
  try {
    const url = new URL(address);
    return SAFE.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function link(address, children) {
  const href = safeAddress(address);
  if (href === null) return element("span", {}, children);
  return element("a", { href, target: "_blank", rel: "noopener noreferrer", title: href }, children);
}

function command(words, onCommand) {
  return element("a", { href: "#", role: "button", class: "command", onclick: (event) => {
    event.preventDefault();
    onCommand(words);
  } }, words);
}

function codeBlock(words, language) {
  const label = element("button", { type: "button", onclick: async () => {
    await copy(words);
    label.textContent = "Copied";
    setTimeout(() => { label.textContent = "Copy"; }, 1500);
  } }, "Copy");
  return element("figure", { class: "code" },
    element("figcaption", {}, element("span", {}, language || "code"), label),
    element("pre", { tabindex: "0", "aria-label": "Code" }, element("code", {}, words)));
}

function pressable(node, onPress) {
  node.setAttribute("role", "button");
  node.tabIndex = 0;
  const act = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    onPress();
  };
  node.addEventListener("click", act);
  node.addEventListener("keydown", act);
  return node;
}

function spoiler(children) {
  const node = element("span", { class: "spoiler", "aria-label": "Hidden text, press to show" }, children);
  return pressable(node, () => {
    node.classList.add("open");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  });
}

function foldable(children) {
  const node = element("blockquote", { class: "folded", "aria-expanded": "false" }, children);
  return pressable(node, () => {
    const folded = node.classList.toggle("folded");
    node.setAttribute("aria-expanded", String(!folded));
  });
}
