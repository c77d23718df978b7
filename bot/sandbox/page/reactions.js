// Draw the reactions of a message as small buttons that add or take back one's own.

import { element } from "./dom.js";

/** Draw the reactions on a row's messages, or nothing. */
export function reactionsOf(parts, context) {
  const drawn = parts.flatMap((part) => counts(part.reactions).map((count) => ({ ...count, part })));
  if (!drawn.length) return null;
  return element("div", { class: "reactions" }, drawn.map(({ emoji, people, total, part }) =>
    element("button", {
      type: "button", "data-people": people.join(" "), "aria-label": `${emoji}, ${total}`, "aria-pressed": String(people.includes(context.person())),
      onclick: () => context.onReact(part, emoji),
    }, element("span", {}, emoji), element("span", {}, String(total)))));
}

/** Mark the reactions that are those of the person one is now. */
export function claimReactions(bubble, person) {
  for (const button of bubble.querySelectorAll(".reactions button")) {
    button.setAttribute("aria-pressed", String(button.dataset.people.split(" ").includes(String(person))));
  }
}

/** Read any of the shapes in which reactions are told: a list of marks, or people by emoji, or emoji by person. */
function counts(reactions) {
  const found = new Map();
  const add = (emoji, person, times = 1) => {
    const entry = found.get(emoji) ?? { emoji, people: [], total: 0 };
    if (person !== null && person !== undefined) entry.people.push(Number(person));
    entry.total += times;
    found.set(emoji, entry);
  };
  if (Array.isArray(reactions)) {
    for (const one of reactions) {
      const people = one.people ?? one.users ?? (Array.isArray(one.from) ? one.from : one.from === undefined ? null : [one.from]);
      if (people?.length) people.forEach((person) => add(one.emoji, person?.id ?? person));
      else add(one.emoji, null, one.count ?? 1);
    }
  } else {
    for (const [name, value] of Object.entries(reactions ?? {})) {
      if (/^-?\d+$/.test(name)) [value].flat().forEach((emoji) => add(emoji, name));
      else if (Array.isArray(value)) value.forEach((person) => add(name, person?.id ?? person));
      else add(name, null, Number(value) || 1);
    }
  }
  return [...found.values()];
}
