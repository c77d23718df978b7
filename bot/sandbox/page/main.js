// Put the parts of the page together and start it.

import { Actions } from "./actions.js";
import { personIn, readAddress, rememberPerson, writeAddress } from "./address.js";
import { createChat, listChats, listMessages } from "./api.js";
import { acceptDrops } from "./attachments.js";
import { chatList } from "./chats.js";
import { Composer } from "./composer.js";
import { apply, follow } from "./events.js";
import { nameOf } from "./format.js";
import { chatHeader, invitation } from "./header.js";
import { listenForKeys, rove } from "./keys.js";
import { lightbox } from "./lightbox.js";
import { messageMenu, rowTools } from "./menu.js";
import { askChat, askName } from "./sheets.js";
import { State } from "./state.js";
import { Thread } from "./thread.js";
import { notices } from "./toast.js";

const $ = (id) => document.getElementById(id);
const narrow = matchMedia("(max-width: 720px)");

const state = new State();
const { toast, alert, error } = notices($("toasts"), $("alert"));
const actions = new Actions(state, { toast, alert, error });
const composer = new Composer({
  form: $("composer-form"), field: $("composer"), send: $("send"), attach: $("attach"), files: $("files"),
  strip: $("strip"), context: $("context"), commands: $("commands"),
}, state, actions);
const showPicture = lightbox($("lightbox"));
const thread = new Thread($("log"), $("pane"), state, {
  person: () => state.person,
  member: (id) => state.people.find((member) => member.id === id) ?? null,
  find: (id) => state.message(state.chat, id),
  onCommand: (words) => actions.send({ text: words }),
  onJump: jump,
  onPicture: showPicture,
  onPress: (message, button) => actions.press(message, button),
  onReact: (message, emoji) => actions.react(message, emoji),
});
const list = chatList($("chat-list"), state, (id) => openChat(id));
const loads = new Map();
let isLive = false;
let isStarted = false;

function jump(id) {
  if (thread.jump(id)) return;
  const message = state.message(state.chat, id);
  if (message && state.open?.forum && (message.thread ?? null) !== state.topic) {
    openTopic(message.thread ?? null);
    thread.jump(id);
  } else {
    toast("This message is gone.");
  }
}

function openChat(id, { person = personIn(id), topic = null, isStep = true } = {}) {
  state.openChat(id, person, topic);
  if (state.open && !state.isLoaded(state.chat)) guarded(loadChat)(state.chat);
  document.body.dataset.screen = state.open ? "chat" : "list";
  writeAddress(state, { isStep });
  if (state.open && !narrow.matches) composer.focus();
}

function openTopic(topic) {
  state.openTopic(topic);
  writeAddress(state, { isStep: false });
}

function become(person) {
  state.become(person);
  rememberPerson(state.chat, state.person);
  writeAddress(state, { isStep: false });
}

function followAddress() {
  const { chat, person, topic } = readAddress();
  const first = narrow.matches ? null : (state.chats.keys().next().value ?? null);
  const wanted = state.chats.has(chat) ? chat : first;
  openChat(wanted, { person: person ?? personIn(wanted), topic, isStep: false });
}

/** Fetch a chat's messages, one fetch after the other. */
function loadChat(id) {
  const load = async () => {
    state.expect(id);
    state.reconcile(id, await listMessages(id));
  };
  loads.set(id, (loads.get(id) ?? Promise.resolve()).then(load, load));
  return loads.get(id);
}

async function reload() {
  const { chats, bot } = await listChats();
  const moved = chats.find((chat) => chat.id === state.chat)?.migrated_to;
  state.setChats(chats, bot);
  $("status").textContent = bot?.connected ? `${nameOf(bot)} is here` : "Waiting for a bot";
  if (moved) openChat(moved, { person: readAddress().person, isStep: false });
  else if (isStarted && state.chat === null && !narrow.matches && state.chats.size) followAddress();
}

/** Fetch everything: at the beginning and after the stream was lost. */
async function reloadAll() {
  await reload();
  await Promise.all([...state.chats.keys()].filter((id) => state.isLoaded(id)).map(loadChat));
}

async function onOpen() {
  try {
    await reloadAll();
  } catch (failure) {
    error(failure);
    return;
  }
  isLive = true;
  if (!isStarted) followAddress();
  isStarted = true;
}

/** Run something that talks to the server outside an act of a person. */
const guarded = (work) => (...values) => Promise.resolve(work(...values)).catch(error);

actions.refresh = (chat) => { if (!isLive) guarded(loadChat)(chat); };
actions.jump = jump;
actions.startEdit = (message) => composer.edit(message);

const replyTo = (row) => composer.reply(row.message);
const removeRow = (row) => { if (actions.mayDelete(row)) actions.remove(row); };
const editRow = (row) => { if (actions.mayEdit(row)) composer.edit(row.spoken); };
const menu = messageMenu($("menu"), (row) => [
  { name: "reply", label: "Reply", key: "R", act: () => replyTo(row) },
  row.spoken.text && { name: "copy", label: "Copy text", act: () => actions.copyText(row.spoken) },
  actions.mayEdit(row) && { name: "pencil", label: "Edit", key: "E", act: () => editRow(row) },
  actions.mayDelete(row) && { name: "trash", label: "Delete", key: "Del", danger: true, act: () => removeRow(row) },
].filter(Boolean), (row, face) => actions.react(row.message, face));

const showMenu = (row, at) => {
  if (row && !row.message.service && !row.message.draft) menu.show(row, at);
};
const middle = (row) => {
  const box = row.element.querySelector(".bubble").getBoundingClientRect();
  return { x: box.left + 24, y: Math.max(box.top, 0) + 24 };
};
rowTools($("log"), thread, { onReply: replyTo, onMenu: showMenu });
$("log").addEventListener("contextmenu", (event) => {
  if (event.target.closest("a, video") || String(getSelection())) return;
  event.preventDefault();
  showMenu(thread.rowFor(event.target), { x: event.clientX, y: event.clientY });
});
$("log").addEventListener("dblclick", (event) => {
  const row = thread.rowFor(event.target);
  if (!row || row.message.service || row.message.draft || event.target.closest("button, a, video, input")) return;
  getSelection().removeAllRanges();
  replyTo(row);
});
$("log").addEventListener("click", (event) => {
  // Without a hovering pointer there are no small buttons, so a tap on a bubble opens its menu.
  const isOnBubble = event.target.closest(".bubble") && !event.target.closest("button, a, video, input, [role=button]");
  if (!isOnBubble || !matchMedia("(hover: none)").matches) return;
  showMenu(thread.rowFor(event.target), { x: event.clientX, y: event.clientY });
});

chatHeader({
  head: $("pane-head"), pane: $("pane"), title: $("chat-title"), subtitle: $("chat-subtitle"),
  avatar: $("chat-avatar"), person: $("person"), topics: $("topics"),
}, state, {
  onPerson: become,
  onTopic: openTopic,
  onJoin: () => askName($("new-chat-sheet"), guarded(async (name) => {
    const id = await actions.joinAs(name);
    if (id === null) return;
    await reload();
    become(id);
  })),
});
invitation(
  { foot: $("foot"), chips: $("chips"), welcome: $("welcome") }, state, thread,
  (words) => {
    actions.send({ text: words });
    // The pressed chip goes away and must not take the focus with it; a phone would open its keyboard.
    if (!narrow.matches) composer.focus();
  },
);
acceptDrops($("drop"), { isOpen: () => state.open !== null, onFiles: (files) => composer.add(files) });
listenForKeys({
  thread, composer, log: $("log"),
  onNeighbour: (step) => openChat(list.neighbour(step)),
  acts: {
    reply: replyTo, edit: editRow, remove: removeRow, menu: (row) => showMenu(row, middle(row)),
    leave: () => composer.focus(),
  },
});

thread.onScroll = () => {
  $("to-bottom").hidden = thread.atBottom;
  $("below-count").hidden = thread.below === 0;
  $("below-count").textContent = String(thread.below);
  if (!$("log").contains(document.activeElement)) rove(thread.lastRow);
};
$("to-bottom").addEventListener("click", () => { thread.toBottom(); thread.onScroll(); });
$("back").addEventListener("click", () => openChat(null));
$("skip").addEventListener("click", (event) => { event.preventDefault(); composer.focus(); });
$("new-chat").addEventListener("click", () => {
  const people = [...state.chats.values()].flatMap((chat) => (chat.members ?? []).map((member) => member.id));
  askChat($("new-chat-sheet"), Math.max(1000, ...people) + 1, guarded(async (description) => {
    const { id } = await createChat(description);
    await reload();
    openChat(id);
  }));
});
// No event tells that a bot has come or has changed its commands: its first words and a typed slash ask again.
state.on("message", ({ message }) => { if (message.from?.is_bot && !state.bot?.connected) guarded(reload)(); });
$("composer").addEventListener("input", guarded(async () => {
  if ($("composer").value !== "/") return;
  await reload();
  composer.offerCommands();
}));
window.addEventListener("popstate", followAddress);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) state.markRead();
});

follow({
  onEvent: guarded((event) => apply(state, event, reload)),
  onOpen,
  onLoss: () => { isLive = false; $("status").textContent = "Connection lost, trying again…"; },
});
