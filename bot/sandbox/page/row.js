// Draw one row: a bubble with its quote, media, text, reactions and inline buttons, or a service line.
// An album is one row of several messages.

import { element, icon, paintAvatar, plain, tone } from "./dom.js";
import { renderText } from "./entities.js";
import { nameOf, roleOf, summaryOf, timeOf } from "./format.js";
import { keyboard } from "./keyboard.js";
import { mediaOf } from "./media.js";
import { claimReactions, reactionsOf } from "./reactions.js";
import { filePath } from "./api.js";

/** Name the row a message belongs to: its album's, or its own. */
export const rowKey = (message) => (message.album_id ? `album-${message.album_id}` : `message-${message.id}`);

/** One row of the thread, patched in place when its message changes. */
export class Row {
  #context;
  #parts = new Map();
  #bubble;
  #stack;
  #drawn = {};
  element;

  constructor(message, context) {
    this.#context = context;
    this.#parts.set(String(message.id), message);
    this.element = message.service ? this.#service(message) : this.#frame(message);
    if (!message.service) this.#draw();
  }

  /** The message that stands for the row: an album's first part. */
  get message() { return this.messages[0]; }
  get messages() { return [...this.#parts.values()].sort((one, other) => Number(one.id) - Number(other.id)); }
  /** The part that carries the caption. */
  get spoken() { return this.messages.find((part) => part.text) ?? this.message; }

  update(message) {
    this.#parts.set(String(message.id), message);
    if (message.service) this.element.firstElementChild.textContent = message.service;
    else this.#draw();
  }

  /** Take one message out; true when nothing is left of the row. */
  drop(id) {
    if (this.#parts.size === 1) return true;
    this.#parts.delete(String(id));
    this.#draw();
    return false;
  }

  /** Show the row on the side of the person one is now. */
  claim(person) {
    if (this.message.service) return;
    this.element.classList.toggle("own", this.message.from?.id === person);
    claimReactions(this.#bubble, person);
  }

  place(first, last) {
    this.element.classList.toggle("first", first);
    this.element.classList.toggle("last", last);
  }

  #service(message) {
    return element("div", {
      class: "service", "data-key": rowKey(message), "data-testid": `message-${message.id}`, tabindex: "-1",
    },
      element("span", {}, message.service));
  }

  #frame(message) {
    const name = nameOf(message.from);
    this.#bubble = element("div", { class: "bubble" });
    this.#stack = element("div", { class: "stack", "data-testid": `message-${message.id}` }, this.#bubble);
    const row = element("article", {
      class: "row", "data-key": rowKey(message), tabindex: "-1", "--tone": tone(message.from?.id),
      "aria-label": `${name}, ${timeOf(message.date)}`,
    }, paintAvatar(element("span", { class: "avatar", "aria-hidden": "true" }), message.from?.id, name), this.#stack);
    if (message.draft) row.setAttribute("aria-live", "off");
    return row;
  }

  #draw() {
    const message = this.spoken;
    const parts = this.messages;
    this.#stack.dataset.testid = `message-${this.message.id}`;
    this.element.classList.toggle("draft", Boolean(message.draft));
    const media = this.#kept(
      "media", parts.map((part) => [part.id, part.media, part.special]), () => mediaOf(parts, this.#context),
    );
    const text = element("div", { class: message.text || message.draft ? "text" : "text time-only", dir: "auto" });
    if (message.text) text.append(renderText(message.text, message.entities, this.#context.onCommand));
    else if (message.draft) text.append(element("span", { class: "thinking" }, "Thinking…"));
    const meta = this.#meta(message);
    const bare = media?.classList.contains("bare-media") && !message.text && !message.reply_to;
    const over = !message.text && media?.classList.contains("wide");
    if (!bare && !over) text.append(meta);
    const reactions = this.#kept(
      "reactions", [parts.map((part) => part.reactions)], () => reactionsOf(parts, this.#context),
    );
    this.#bubble.className = ["bubble", bare && "bare", over && "over"].filter(Boolean).join(" ");
    replaceChanged(this.#bubble, [
      this.#head(message), this.#forward(), this.#quote(), media,
      text.childNodes.length ? text : null, bare || over ? meta : null, reactions,
    ]);
    const keys = this.#kept("keys", this.message.buttons, () => keyboard(this.message, this.#context));
    replaceChanged(this.#stack, [this.#bubble, keys]);
  }

  /** Reuse what was drawn while what it shows is the same, so that pictures do not load again. */
  #kept(name, source, make) {
    const mark = JSON.stringify(source ?? null);
    if (this.#drawn[name]?.mark !== mark) this.#drawn[name] = { mark, node: make() };
    return this.#drawn[name].node;
  }

  #head(message) {
    return this.#kept("head", message.from, () => {
      const member = this.#context.member(message.from?.id);
      const role = message.from?.is_bot ? "bot" : member && roleOf(member) === "admin" ? "admin" : "";
      return element(
        "div", { class: "name" }, element("bdi", {}, nameOf(message.from)),
        role && element("span", { class: "role" }, role),
      );
    });
  }

  #forward() {
    const origin = this.message.forward;
    if (origin === null || origin === undefined) return null;
    return this.#kept("forward", origin, () =>
      element(
        "div", { class: "forwarded" }, "Forwarded from ",
        element("b", {}, element("bdi", {}, plain(origin) || "somebody")),
      ));
  }

  #quote() {
    const id = this.message.reply_to;
    if (id === null || id === undefined) return null;
    return this.#kept("quote", id, () => quoteOf(this.#context.find(id), () => this.#context.onJump(id)));
  }

  #meta(message) {
    return element("span", { class: "meta" }, message.edited ? element("span", {}, "edited") : null,
      element("time", {}, timeOf(message.date)), icon("checks"));
  }
}

/** Draw the strip that stands for a quoted message. */
export function quoteOf(message, onclick) {
  if (!message) return element(
    "button", { type: "button", class: "quote", onclick }, element("span", { class: "words" }, "Deleted message"),
  );
  const picture = message.media?.find((media) => media.kind === "photo" || media.kind === "sticker");
  return element("button", {
    type: "button", class: picture ? "quote with-thumb" : "quote", "--tone": tone(message.from?.id),
    "aria-label": `In reply to ${nameOf(message.from)}`, onclick,
  }, picture && element("img", { src: filePath(picture.url), alt: "" }),
  element(
    "span", {}, element("b", {}, element("bdi", {}, nameOf(message.from))),
    element("span", { class: "words" }, summaryOf(message).slice(0, 200)),
  ));
}

/** Set children without touching those that stay, so that focus, video and selection survive. */
function replaceChanged(parent, wanted) {
  const children = wanted.filter(Boolean);
  const keep = new Set(children);
  [...parent.children].forEach((child) => { if (!keep.has(child)) child.remove(); });
  children.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}
