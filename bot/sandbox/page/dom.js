// Build elements from plain values.
// Text only ever becomes text nodes, so no name, caption or file name can turn into markup.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: `element("p", {class: "x", onclick: f}, "words", child)`; null and false children are left out. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name.startsWith("--")) node.style.setProperty(name, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Draw one of the symbols that stand at the end of index.html. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Make a round button that shows only an icon. */
export function iconButton(name, label, onclick, extra = {}) {
  return element(
    "button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...extra },
    icon(name),
  );
}

/** Show initials on a circle in the colour that belongs to this id. */
export function paintAvatar(node, id, name) {
  node.textContent = initials(name);
  node.style.setProperty("--tone", tone(id));
  return node;
}

/** Pick the colour of a person or chat; the same id has the same colour everywhere. */
export function tone(id) {
  return `var(--tone-${Math.abs(Number(id) || 0) % 7})`;
}

function initials(name) {
  const words = plain(name).match(/[\p{L}\p{N}]+/gu) ?? [];
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words.slice(0, 1);
  return letters.map((word) => [...word][0].toUpperCase()).join("") || "?";
}

// Overrides and isolates could make `exe.jpg` out of `gpj.exe`; nulls and line breaks would break a one-line label.
const UNSEEN = /[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Take the invisible steering characters out of a name or file name. */
export function plain(name) {
  return String(name ?? "").replace(UNSEEN, "");
}

/** Copy text, with the old way where the clipboard interface is withheld. */
export async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = element("textarea", { readonly: true });
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
