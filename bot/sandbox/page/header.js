// The head of the open chat: title, who is typing, the "I am" switch, topics; and the invitation of an empty chat.

import { chips } from "./composer.js";
import { element, paintAvatar } from "./dom.js";
import { nameOf, roleOf, titleOf } from "./format.js";

const JOIN = "join";
// Who has written more than this of their own knows what to do.
const NEEDS_HELP = 6;

/** Keep the head in step with the state. */
export function chatHeader(parts, state, { onPerson, onJoin, onTopic }) {
  const draw = () => {
    const chat = state.open;
    parts.head.hidden = !chat;
    if (!chat) return;
    const title = titleOf(chat, state.bot);
    parts.title.textContent = title;
    document.title = title;
    paintAvatar(parts.avatar, chat.id, title);
    drawPerson(parts.person, state);
    drawTopics(parts.topics, state, onTopic);
    parts.pane.classList.toggle("private", chat.type === "private");
    parts.pane.classList.toggle("with-topics", Boolean(chat.forum));
    subtitle();
  };
  const subtitle = () => {
    const typing = state.typing.get(state.chat);
    parts.subtitle.classList.toggle("live", Boolean(typing));
    const words = typing?.words ?? (state.open ? describe(state.open) : "");
    if (parts.subtitle.textContent !== words) parts.subtitle.textContent = words;
  };
  for (const type of ["open", "person", "chats"]) state.on(type, draw);
  state.on("typing", subtitle);
  parts.person.addEventListener("change", () => {
    if (parts.person.value !== JOIN) { onPerson(Number(parts.person.value)); return; }
    drawPerson(parts.person, state);
    onJoin();
  });
}

function describe(chat) {
  if (chat.type === "private") return `private chat with ${nameOf(chat.members?.[0])}`;
  const present = (chat.members ?? []).filter(
    (member) => !member.is_bot && !["left", "kicked"].includes(member.status)
  ).length;
  const privacy = chat.privacy_mode === false ? ", the bot reads everything" : "";
  return `${present} ${present === 1 ? "member" : "members"} and the bot${privacy}`;
}

function drawPerson(select, state) {
  const isGroup = state.open.type !== "private";
  const role = (member) => (isGroup ? ` — ${roleOf(member, state.isNewcomer(member.id))}` : "");
  const options = state.people.map((member) => [String(member.id), nameOf(member) + role(member)]);
  if (isGroup) options.push([JOIN, "＋ Somebody new joins…"]);
  const mark = JSON.stringify(options);
  if (select.dataset.mark !== mark) {
    select.replaceChildren(...options.map(([value, label]) => element("option", { value }, label)));
    select.dataset.mark = mark;
  }
  select.value = String(state.person);
  select.disabled = options.length < 2;
  select.title = isGroup ? "Messages are sent as this person" : "You write as this person";
}

function drawTopics(tabs, state, onTopic) {
  const chat = state.open;
  tabs.hidden = !chat.forum;
  if (!chat.forum) { tabs.replaceChildren(); return; }
  const topics = [{ thread: null, name: "General" }, ...(chat.topics ?? [])];
  const hadFocus = tabs.contains(document.activeElement);
  tabs.replaceChildren(...topics.map(({ thread, name }) => element("button", {
    type: "button", role: "tab", "aria-selected": String(thread === state.topic),
    tabindex: thread === state.topic ? "0" : "-1",
    "data-testid": `topic-${thread ?? "general"}`, onclick: () => onTopic(thread),
  }, element("bdi", {}, name))));
  tabs.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const index = topics.findIndex(({ thread }) => thread === state.topic);
    onTopic(topics[(index + step + topics.length) % topics.length].thread);
  };
  if (hadFocus) tabs.querySelector('[aria-selected="true"]').focus();
}

/** Keep the invitation of an empty chat, or the suggestions above the field, in step with the thread. */
export function invitation(parts, state, thread, onChoose) {
  const draw = () => {
    const chat = state.open;
    const suggested = chat?.suggestions ?? [];
    const said = state.saidBy(state.chat, state.person);
    const offered = suggested.filter((words) => !said.includes(words)).slice(0, 3);
    const isAtHome = said.filter((words) => !suggested.includes(words)).length > NEEDS_HELP;
    const isEmpty = state.isLoaded(state.chat) && thread.empty;
    parts.foot.hidden = !chat;
    parts.chips.hidden = !state.isLoaded(state.chat) || isEmpty || isAtHome || !offered.length;
    parts.chips.replaceChildren(...(parts.chips.hidden ? [] : chips(offered, onChoose)));
    parts.welcome.hidden = Boolean(chat) && !isEmpty;
    parts.welcome.replaceChildren(...(parts.welcome.hidden ? [] : [card(state, offered, onChoose)]));
  };
  for (const type of ["open", "person", "loaded", "chats", "remove"]) state.on(type, draw);
  state.on(
    "message", ({ chat, fresh, message }) => { if (chat === state.chat && (fresh || message.from?.is_bot)) draw(); },
  );
}

function card(state, offered, onChoose) {
  const chat = state.open;
  if (!chat) {
    return element(
      "div", {}, element("h3", {}, "Choose a chat"), element("p", {}, "Everything here stays on this machine."),
    );
  }
  const title = titleOf(chat, state.bot);
  const words = chat.type === "private"
    ? `Send a picture or ask a question${offered.length ? ", or begin with one of these" : ""}.`
    : "Write as any member: choose above who you are.";
  return element("div", {}, paintAvatar(element("span", { class: "avatar", "aria-hidden": "true" }), chat.id, title),
    element("h3", {}, element("bdi", {}, title)), element("p", {}, words), chips(offered, onChoose));
}
