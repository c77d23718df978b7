// Keep chat, person and topic in the address (`#chat=1&as=7`), so that a reload and the back button find them again.

const KEY = "sandbox.people";

/** Read the address. */
export function readAddress() {
  const fields = new URLSearchParams(location.hash.slice(1));
  const number = (name) => (
    fields.get(name) === null || Number.isNaN(Number(fields.get(name))) ? null : Number(fields.get(name))
  );
  return { chat: number("chat"), person: number("as"), topic: number("topic") };
}

/** Write the address; a new chat is a new step for the back button, a new person is not. */
export function writeAddress({ chat, person, topic }, { isStep }) {
  const fields = new URLSearchParams();
  if (chat !== null) fields.set("chat", String(chat));
  if (chat !== null && person !== null) fields.set("as", String(person));
  if (chat !== null && topic !== null) fields.set("topic", String(topic));
  const address = fields.size ? `#${fields}` : location.pathname;
  if (address === location.hash) return;
  history[isStep ? "pushState" : "replaceState"](null, "", address);
}

/** Remember who one was in a chat. */
export function rememberPerson(chat, person) {
  sessionStorage.setItem(KEY, JSON.stringify({ ...remembered(), [chat]: person }));
}

/** Say who one was in a chat, or null. */
export const personIn = (chat) => remembered()[chat] ?? null;

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}
