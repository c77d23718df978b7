// What the page knows: chats, messages, who one is, what is open.
// Tells listeners about each change; touches no element.

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
  #meanwhile = new Map();
  #newcomers = new Set();
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

  /** Take in the list of chats; a chat that moved on while nobody listened counts as unread. */
  setChats(chats, bot) {
    this.bot = bot ?? this.bot;
    const seen = new Map([...this.chats.keys()].map((id) => [id, this.latest(id)?.id ?? 0]));
    for (const chat of chats) if (this.chats.has(chat.id)) this.#welcome(chat.id, chat.members);
    // A group that became a supergroup goes on under the new number only.
    this.chats = new Map(chats.filter((chat) => !chat.migrated_to).map((chat) => [chat.id, chat]));
    for (const [id, chat] of this.chats) {
      const missed = seen.has(id) && id !== this.chat && (chat.last?.id ?? 0) > seen.get(id);
      if (missed && !this.unread.has(id)) this.unread.set(id, 1);
    }
    if (this.chat !== null && !this.chats.has(this.chat)) this.openChat(null);
    else if (this.open) this.#choosePerson(this.person);
    this.#tell("chats");
  }

  /** Take in what changed about one chat. */
  patchChat(id, changes) {
    if (!this.chats.has(id)) return;
    this.#welcome(id, changes.members);
    this.chats.set(id, { ...this.chats.get(id), ...changes });
    if (id === this.chat) this.#choosePerson(this.person);
    this.#tell("chats");
  }

  /** Remember who is new in a chat, however the page hears of it first: by an event or by the whole list. */
  #welcome(id, members = []) {
    const before = new Set(this.chats.get(id).members?.map((member) => member.id));
    for (const member of members) if (!before.has(member.id)) this.#newcomers.add(`${id}/${member.id}`);
  }

  /** Say whether somebody joined while the page watched. */
  isNewcomer(person) { return this.#newcomers.has(`${this.chat}/${person}`); }

  markRead() {
    if (this.unread.delete(this.chat)) this.#tell("chats");
  }

  isLoaded(chat) { return this.#messages.has(chat); }

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
    if (!this.isLoaded(chat)) return this.chats.get(chat)?.last ?? null;
    let latest = null;
    for (const message of this.#messages.get(chat).values()) {
      if (!message.draft && (!latest || byTime(latest, message) < 0)) latest = message;
    }
    return latest;
  }

  /** Give the words of everything that somebody has written in a chat. */
  saidBy(chat, person) {
    return [...(this.#messages.get(chat)?.values() ?? [])]
      .filter((message) => message.from?.id === person && !message.service)
      .map((message) => message.text ?? "");
  }

  /** Give what is being written in a chat at this moment. */
  drafts(chat) {
    return [...(this.#messages.get(chat)?.values() ?? [])].filter((message) => message.draft);
  }

  /** Take in a message as the server shows it: new, edited, a draft's next words, or deleted. */
  put(chat, message) {
    if (message.deleted) return this.take(chat, message.id);
    this.#meanwhile.get(chat)?.set(String(message.id), message);
    const messages = this.#messages.get(chat);
    if (!messages) return this.#putUnseen(chat, message);
    const before = messages.get(String(message.id));
    messages.set(String(message.id), message);
    const replaced = message.from?.is_bot && !message.draft && !before ? this.drafts(chat) : [];
    this.#tell("message", { chat, message, fresh: !before && !replaced.length });
    replaced.forEach((draft) => this.take(chat, draft.id));
    if (message.from?.is_bot && !message.draft) this.settle(chat);
    return undefined;
  }

  /** Of a chat that was not opened yet only the newest message matters. */
  #putUnseen(chat, message) {
    const last = this.chats.get(chat)?.last;
    if (message.draft || (last && last.id > message.id)) return;
    this.patchChat(chat, { last: message });
    if (message.from?.is_bot) this.settle(chat);
  }

  /** Count a message that arrived while another chat was open, or the page was hidden. */
  countUnread(chat, message) {
    if (message.draft || message.from?.id === this.person) return;
    this.unread.set(chat, (this.unread.get(chat) ?? 0) + 1);
    this.#tell("chats");
  }

  take(chat, id) {
    this.#meanwhile.get(chat)?.set(String(id), null);
    if (this.#messages.get(chat)?.delete(String(id))) this.#tell("remove", { chat, id });
  }

  /** Drop a finished draft, a moment later so that the final message can take its place unseen. */
  endDraft(chat, id) {
    const ended = this.drafts(chat).filter((message) => String(message.id) === String(id));
    setTimeout(() => ended.forEach((draft) => {
      if (this.message(chat, draft.id) === draft) this.take(chat, draft.id);
    }), DRAFT_GRACE_MS);
  }

  /** Prepare for a list of messages that was asked for: what happens meanwhile is newer than the list. */
  expect(chat) {
    this.#meanwhile.set(chat, new Map());
  }

  /** Make a chat equal to the server's list and what happened since it was asked for. */
  reconcile(chat, messages) {
    const living = messages.filter((message) => !message.deleted);
    const truth = new Map(living.map((message) => [String(message.id), message]));
    for (const [id, message] of this.#meanwhile.get(chat) ?? []) {
      if (message) truth.set(id, message);
      else truth.delete(id);
    }
    this.#meanwhile.delete(chat);
    const known = this.#messages.get(chat);
    if (!known?.size) {
      this.#messages.set(chat, truth);
      this.#tell("loaded", { chat });
    } else {
      [...known.keys()].filter((id) => !truth.has(id)).forEach((id) => this.take(chat, id));
      for (const [id, message] of truth) {
        if (JSON.stringify(known.get(id)) !== JSON.stringify(message)) this.put(chat, message);
      }
    }
    this.#tell("chats");
  }

  /** Show that someone is busy in a chat, for as long as Telegram would. */
  act(chat, action, by) {
    const timer = setTimeout(() => this.settle(chat), TYPING_MS);
    clearTimeout(this.typing.get(chat)?.timer);
    this.typing.set(chat, { words: `${by} is ${wordsOf(action)}…`, timer });
    this.#tell("typing", { chat });
  }

  settle(chat) {
    clearTimeout(this.typing.get(chat)?.timer);
    if (this.typing.delete(chat)) this.#tell("typing", { chat });
  }
}

function wordsOf(action) {
  const deed = String(action ?? "typing");
  const names = {
    video: "video", photo: "a photo", document: "a file", voice: "a voice message", video_note: "a video message",
  };
  const [verb, ...rest] = deed.split("_");
  const object = names[rest.join("_")];
  if (verb === "upload" && object) return `sending ${object}`;
  if (verb === "record" && object) return `recording ${object}`;
  return deed === "typing" ? "typing" : deed.replaceAll("_", " ");
}

function byTime(one, other) {
  return (one.draft ? 1 : 0) - (other.draft ? 1 : 0) || one.date - other.date || Number(one.id) - Number(other.id) || 0;
}
