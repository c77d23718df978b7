// What the page knows: chats, messages, who one is, what is open. Tells listeners about each change; touches no element.

import { nameOf } from "./format.js";

const TYPING_MS = 6000;
const DRAFT_GRACE_MS = 500;

/** Everything the page knows, and the one place that changes it. */
export class State {
  chats = new Map();
  bot = null;
  chat = null;
  person = null;
  topic = null;
  unread = new Map();
  typing = new Map();
  #messages = new Map();
  #gone = new Map();
  #listeners = new Map();

  on(type, listener) {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  #tell(type, detail = {}) {
    for (const listener of this.#listeners.get(type) ?? []) listener(detail);
  }

  get open() { return this.chats.get(this.chat) ?? null; }
  /** People of the open chat, without the bot. */
  get people() { return (this.open?.members ?? []).filter((member) => !member.is_bot); }
  get me() { return this.people.find((member) => member.id === this.person) ?? null; }

  setChats(chats, bot) {
    this.bot = bot ?? this.bot;
    this.chats = new Map(chats.map((chat) => [chat.id, chat]));
    if (this.chat !== null && !this.chats.has(this.chat)) this.openChat(null);
    else if (this.open) this.#choosePerson(this.person);
    this.#tell("chats");
  }

  /** Open a chat as a person and in a topic; unknown choices fall back to the first there is. */
  openChat(id, person = null, topic = null) {
    this.chat = this.chats.has(id) ? id : null;
    this.topic = this.open?.topics?.some((one) => one.thread === topic) ? topic : null;
    this.unread.delete(this.chat);
    this.#choosePerson(person, false);
    this.#tell("open");
    this.#tell("chats");
  }

  openTopic(topic) {
    this.topic = topic;
    this.#tell("open");
  }

  become(person) {
    this.#choosePerson(person);
  }

  #choosePerson(wanted, tell = true) {
    const known = this.people.some((member) => member.id === wanted);
    const next = known ? wanted : (this.people[0]?.id ?? null);
    this.person = next;
    if (tell) this.#tell("person");
  }

  /** Give what is visible in a chat, oldest first, drafts last. */
  messages(chat) {
    return [...(this.#messages.get(chat)?.values() ?? [])].sort(byTime);
  }

  message(chat, id) {
    return this.#messages.get(chat)?.get(String(id)) ?? null;
  }

  latest(chat) {
    return this.messages(chat).filter((message) => !message.draft).at(-1) ?? null;
  }

  /** Take in a message as the server shows it: new, edited, a draft's next words, or deleted. */
  put(chat, message) {
    if (message.deleted) return this.take(chat, message.id);
    if (this.#gone.get(chat)?.has(String(message.id))) return undefined;
    if (!this.#messages.has(chat)) this.#messages.set(chat, new Map());
    const messages = this.#messages.get(chat);
    const before = messages.get(String(message.id));
    // An answer to a request may be older than the event that overtook it.
    if (before && (before.versions?.length ?? 0) > (message.versions?.length ?? 0)) return undefined;
    messages.set(String(message.id), message);
    const replaced = message.draft ? [] : this.#draftsOf(chat, message.from);
    this.#tell("message", { chat, message, fresh: !before && !replaced.length });
    replaced.forEach((draft) => this.take(chat, draft.id));
    if (message.from?.is_bot && !message.draft) this.settle(chat);
    return undefined;
  }

  #draftsOf(chat, sender) {
    return sender?.is_bot ? this.messages(chat).filter((message) => message.draft) : [];
  }

  /** Count a message that arrived while another chat was open, or the page was hidden. */
  countUnread(chat, message) {
    if (message.draft || message.from?.id === this.person) return;
    this.unread.set(chat, (this.unread.get(chat) ?? 0) + 1);
    this.#tell("chats");
  }

  take(chat, id) {
    if (!this.#gone.has(chat)) this.#gone.set(chat, new Set());
    const message = this.message(chat, id);
    if (!message?.draft) this.#gone.get(chat).add(String(id));
    if (!this.#messages.get(chat)?.delete(String(id))) return;
    this.#tell("remove", { chat, id });
  }

  /** Drop a finished draft, a moment later so that the final message can take its place unseen. */
  endDraft(chat, id) {
    const ended = this.messages(chat).filter((message) => message.draft && (id === undefined || String(message.id) === String(id)));
    setTimeout(() => ended.forEach((draft) => {
      if (this.message(chat, draft.id) === draft) this.take(chat, draft.id);
    }), DRAFT_GRACE_MS);
  }

  /** Make a chat equal to the server's list, after loading or a lost connection. */
  reconcile(chat, messages) {
    const living = new Set(messages.filter((message) => !message.deleted).map((message) => String(message.id)));
    const known = this.#messages.get(chat);
    for (const message of [...(known?.values() ?? [])]) {
      if (!living.has(String(message.id))) this.take(chat, message.id);
    }
    if (!known?.size) {
      this.#messages.set(chat, new Map(messages.filter((message) => !message.deleted).map((message) => [String(message.id), message])));
      this.#tell("loaded", { chat });
    } else {
      messages.forEach((message) => this.put(chat, message));
    }
    this.#tell("chats");
  }

  forget(chat) {
    this.#messages.delete(chat);
    this.#gone.delete(chat);
  }

  /** Show that someone is busy in a chat, for as long as Telegram would. */
  act(chat, action, by) {
    const name = by || (this.bot ? nameOf(this.bot) : "The bot");
    const timer = setTimeout(() => this.settle(chat), TYPING_MS);
    clearTimeout(this.typing.get(chat)?.timer);
    this.typing.set(chat, { words: `${name} is ${wordsOf(action)}…`, timer });
    this.#tell("typing", { chat });
  }

  settle(chat) {
    clearTimeout(this.typing.get(chat)?.timer);
    if (this.typing.delete(chat)) this.#tell("typing", { chat });
  }
}

function wordsOf(action) {
  const deed = String(action ?? "typing");
  const names = { video: "video", photo: "a photo", document: "a file", voice: "a voice message", video_note: "a video message" };
  const [verb, ...rest] = deed.split("_");
  const object = names[rest.join("_")];
  if (verb === "upload" && object) return `sending ${object}`;
  if (verb === "record" && object) return `recording ${object}`;
  return deed === "typing" ? "typing" : deed.replaceAll("_", " ");
}

function byTime(one, other) {
  return (one.draft ? 1 : 0) - (other.draft ? 1 : 0) || one.date - other.date || Number(one.id) - Number(other.id) || 0;
}
