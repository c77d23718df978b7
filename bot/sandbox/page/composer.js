// The message field: write, attach, reply, edit, send. Gives finished messages to the actions; knows no server.

import { Attachments, batches } from "./attachments.js";
import { Commands } from "./commands.js";
import { element, icon, iconButton } from "./dom.js";
import { quoteOf } from "./row.js";

/** Everything around the message field. */
export class Composer {
  #parts;
  #state;
  #actions;
  #commands;
  #replyTo = null;
  #editing = null;
  #unsent = new Map();
  #at = null;
  #sending = 0;
  attachments;

  constructor(parts, state, actions) {
    [this.#parts, this.#state, this.#actions] = [parts, state, actions];
    this.attachments = new Attachments(parts.strip, () => this.#refresh());
    this.#commands = new Commands(parts.field, parts.commands, {
      commandsOf: () => state.bot?.commands ?? [],
      onPick: (word) => { parts.field.value = `${word} `; this.#refresh(); },
    });
    parts.form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    parts.field.addEventListener("keydown", (event) => this.#onKey(event));
    parts.field.addEventListener("input", () => this.#refresh());
    parts.field.addEventListener("paste", (event) => this.#onPaste(event));
    parts.attach.addEventListener("click", () => parts.files.click());
    parts.files.addEventListener("change", () => { this.add([...parts.files.files]); parts.files.value = ""; });
    state.on("open", () => this.#switch());
    state.on("person", () => this.#refresh());
    state.on("remove", ({ chat, id }) => {
      const isMeant = [this.#replyTo?.id, this.#editing?.id].some((one) => String(one) === String(id));
      if (chat === state.chat && isMeant) this.cancel();
    });
  }

  get busy() { return Boolean(this.#replyTo || this.#editing || this.attachments.files.length); }

  focus() { this.#parts.field.focus(); }
  offerCommands() { this.#commands.offer(); }

  add(files) {
    if (this.#editing) this.cancel();
    this.attachments.add(files);
    this.focus();
  }

  reply(message) {
    if (this.#editing) this.cancel();
    this.#replyTo = message;
    this.#showContext("reply", "Reply", message);
  }

  edit(message) {
    this.attachments.clear();
    this.#replyTo = null;
    this.#editing = message;
    this.#parts.field.value = message.text ?? "";
    this.#showContext("pencil", "Edit", message);
    this.#parts.field.setSelectionRange(this.#parts.field.value.length, this.#parts.field.value.length);
  }

  insert(words) {
    this.#parts.field.setRangeText(words, this.#parts.field.selectionStart, this.#parts.field.selectionEnd, "end");
    this.#refresh();
    this.focus();
  }

  /** Give up the reply, the edit or the files; true when there was something to give up. */
  cancel() {
    if (!this.busy) return false;
    if (this.#editing) this.#parts.field.value = "";
    this.attachments.clear();
    this.#endContext();
    return true;
  }

  async submit() {
    const text = this.#parts.field.value.trim();
    const files = this.attachments.files;
    if (this.#editing) { await this.#finishEdit(text); return; }
    if (!text && !files.length) return;
    const replyTo = this.#replyTo?.id ?? null;
    const parcels = files.length ? batches(files, this.attachments.asFile) : [[]];
    if (!files.length) this.#empty();
    const place = this.#actions.here();
    this.#mark(1);
    let isFirst = true;
    for (const parcel of parcels) {
      const message = { text: isFirst ? text : "", files: parcel, replyTo: isFirst ? replyTo : null };
      if (!await this.#actions.send(message, place)) {
        const isBack = !files.length && !this.#parts.field.value && this.#state.chat === place.chat;
        if (isBack) this.#parts.field.value = text;
        break;
      }
      if (isFirst && files.length) this.#empty();
      parcel.forEach(({ file }) => this.attachments.remove(file));
      isFirst = false;
    }
    this.#mark(-1);
    if (!this.attachments.files.length) this.attachments.asFile = false;
  }

  async #finishEdit(text) {
    const target = this.#editing;
    if (text === (target.text ?? "")) { this.cancel(); return; }
    this.#mark(1);
    if (await this.#actions.edit(target, text)) this.cancel();
    this.#mark(-1);
  }

  /** Clear what was written and answered; files stay until they have left. */
  #empty() {
    this.#parts.field.value = "";
    this.#endContext();
  }

  #mark(change) {
    this.#sending += change;
    this.#parts.send.setAttribute("aria-busy", String(this.#sending > 0));
    this.#refresh();
  }

  #showContext(name, label, message) {
    const words = quoteOf(message, () => this.#actions.jump(message.id));
    words.setAttribute("aria-label", `${label}: ${words.textContent}`);
    this.#parts.context.replaceChildren(
      icon(name), words, iconButton("close", "Cancel", () => { this.cancel(); this.focus(); }),
    );
    this.#parts.context.hidden = false;
    this.#refresh();
    this.focus();
  }

  #endContext() {
    this.#replyTo = null;
    this.#editing = null;
    this.#parts.context.hidden = true;
    this.#parts.context.replaceChildren();
    this.#refresh();
  }

  /** Keep what was being written in each chat for the way back. */
  #switch() {
    const { field } = this.#parts;
    const now = `${this.#state.chat}/${this.#state.topic}`;
    if (now === this.#at) return;
    if (!this.#editing) this.#unsent.set(this.#at, field.value);
    this.attachments.clear();
    this.#endContext();
    field.value = this.#unsent.get(now) ?? "";
    this.#at = now;
    this.#commands.close();
    this.#refresh();
  }

  #refresh() {
    const { field, send } = this.#parts;
    const ready = field.value.trim() || this.attachments.files.length;
    send.disabled = !ready && !this.#sending;
    const label = this.#editing ? "Save the edit" : "Send";
    send.setAttribute("aria-label", label);
    send.title = `${label} (Enter)`;
    send.replaceChildren(icon(this.#editing ? "check" : "send"));
    field.placeholder = this.attachments.files.length ? "Add a caption" : "Message";
    if (CSS.supports("field-sizing", "content")) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  }

  #onKey(event) {
    // While an input method composes, Enter chooses a word.
    if (event.isComposing || event.keyCode === 229 || this.#commands.take(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && !event.altKey && !this.#parts.field.value && !this.busy) {
      event.preventDefault();
      this.#actions.editLast();
    }
  }

  #onPaste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.add(files);
  }
}

/** Draw the prompts a chat suggests as buttons. */
export function chips(suggestions, onChoose) {
  return suggestions.map(
    (words) => element(
      "button",
      { type: "button", class: "chip", "data-testid": "suggestion", dir: "auto", onclick: () => onChoose(words) },
      words,
    )
  );
}
