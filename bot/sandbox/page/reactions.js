// Draw the reactions of a message as small buttons that add or take back one's own.

import { element } from "./dom.js";

/** Draw the reactions on a row's messages, or nothing. */
export function reactionsOf(parts, context) {
  const drawn = parts.flatMap((part) => (part.reactions ?? []).map((reaction) => ({ ...reaction, part })));
  if (!drawn.length) return null;
  return element("div", { class: "reactions" }, drawn.map(({ emoji, count, from, part }) =>
    element("button", {
      type: "button", "data-people": from.join(" "), "aria-label": `${emoji}, ${count}`,
      "aria-pressed": String(from.includes(context.person())),
      onclick: () => context.onReact(part, emoji),
    }, element("span", {}, emoji), element("span", {}, String(count)))));
}

/** Mark the reactions that are those of the person one is now. */
export function claimReactions(bubble, person) {
  for (const button of bubble.querySelectorAll(".reactions button")) {
    button.setAttribute("aria-pressed", String(button.dataset.people.split(" ").includes(String(person))));
  }
}
