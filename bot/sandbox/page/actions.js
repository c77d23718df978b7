// What a person can do, each said to the server as that person; a refusal becomes a notice.

import * as api from "./api.js";
import { copy } from "./dom.js";
import { safeAddress } from "./entities.js";

/** The acts of the person chosen in `state`. */
export class Actions {
  #state;
  #notices;
  #queue = Promise.resolve(true);
  /** Fetches a chat again when no event stream tells what happened. */
  refresh = () => {};
  jump = () => false;
  startEdit = () => {};

  constructor(state, notices) {
    [this.#state, this.#notices] = [state, notices];
  }

  async #attempt(work) {
    try {
      await work();
    } catch (error) {
      this.#notices.error(error);
      return false;
    }
    this.refresh(this.#state.chat);
    return true;
  }

  /** Say where one is and who. */
  here() {
    const { chat, person, topic } = this.#state;
    return { chat, person, topic };
  }

  /** Send after all that was sent before, so that quick messages keep their order. */
  send(message, { chat, person, topic } = this.here()) {
    const work = () => this.#attempt(() => api.send(chat, { ...message, from: person, thread: topic }));
    this.#queue = this.#queue.then(work);
    return this.#queue;
  }

  edit(message, text) {
    const { chat, person } = this.#state;
    return this.#attempt(() => api.edit(chat, message.id, person, text));
  }

  remove(row) {
    const { chat, person } = this.#state;
    return this.#attempt(() => Promise.all(row.messages.map((message) => api.remove(chat, message.id, person))));
  }

  /** React to a message, or take the same reaction back. */
  react(message, emoji) {
    const { chat, person } = this.#state;
    const isTaken = message.reactions?.some((one) => one.emoji === emoji && one.from.includes(person));
    return this.#attempt(() => api.react(chat, message.id, person, isTaken ? "" : emoji));
  }

  async press(message, button) {
    const { chat, person } = this.#state;
    await this.#attempt(async () => {
      const answer = await api.press(chat, message.id, person, button.data ?? button.callback_data ?? "");
      if (answer.answered === false) this.#notices.toast("The bot did not answer the button.");
      if (answer.text) (answer.show_alert ? this.#notices.alert : this.#notices.toast)(answer.text);
      const address = answer.url && safeAddress(answer.url);
      if (address) window.open(address, "_blank", "noopener,noreferrer");
    });
  }

  async copyText(message) {
    await this.#attempt(() => copy(message.text));
    this.#notices.toast("Copied");
  }

  /** Let somebody new join the open group, and become that person. */
  async joinAs(name) {
    const { chat } = this.#state;
    const id = Math.max(1000, ...this.#state.people.map((member) => member.id)) + 1;
    const joined = await this.#attempt(() => api.join(chat, id, name));
    return joined ? id : null;
  }

  mayEdit(row) {
    return row.message.from?.id === this.#state.person && !row.message.service && !row.message.draft;
  }

  mayDelete(row) {
    const isAdmin = ["creator", "administrator"].includes(this.#state.me?.status);
    return !row.message.draft && (
      row.message.from?.id === this.#state.person || isAdmin || this.#state.open?.type === "private"
    );
  }

  /** Edit the newest own message that can be edited. */
  editLast() {
    const own = this.#state.messages(this.#state.chat).filter((message) =>
      message.from?.id === this.#state.person && !message.service && (message.text || message.media?.length));
    if (own.length) this.startEdit(own.at(-1));
  }
}
