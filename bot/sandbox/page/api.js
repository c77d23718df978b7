// Talk to the sandbox's JSON interface. Every failure becomes an Error whose message is one sentence for the reader.

async function request(method, path, body) {
  const options = { method, headers: {} };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["content-type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error("The sandbox does not answer; is it still running?");
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Error(sentenceOf(answer) ?? `The sandbox refused this (${response.status}).`);
  return answer ?? {};
}

function sentenceOf(answer) {
  const words = answer?.error ?? answer?.description ?? answer?.detail;
  return typeof words === "string" && words ? words : null;
}

const at = (chat, tail = "") => `/sandbox/chats/${encodeURIComponent(chat)}${tail}`;
const message = (chat, id, tail = "") => at(chat, `/messages/${encodeURIComponent(id)}${tail}`);

/** List chats and the bot, if one has spoken to the server: `{chats, bot}`. */
export async function listChats() {
  const answer = await request("GET", "/sandbox/chats");
  return Array.isArray(answer) ? { chats: answer, bot: null } : { chats: answer.chats ?? [], bot: answer.bot ?? null };
}

export const listMessages = async (chat) => (await request("GET", at(chat, "/messages"))).messages ?? [];
export const createChat = (description) => request("POST", "/sandbox/chats", description);
export const edit = (chat, id, from, text) => request("PATCH", message(chat, id), { from, text });
export const remove = (chat, id, from) => request("DELETE", message(chat, id), { from });
export const press = (chat, id, from, data) => request("POST", message(chat, id, "/press"), { from, data });
export const react = (chat, id, from, emoji) => request("POST", message(chat, id, "/react"), { from, emoji });
export const join = (chat, id, name) => request("POST", at(chat, "/members"), { id, first_name: name, action: "join" });

/** Send one message; `files` are `{file, as}` and become one album when there are several. */
export function send(chat, { from, text, files = [], replyTo = null, thread = null }) {
  const fields = { from };
  if (text) fields.text = text;
  if (replyTo !== null) fields.reply_to = replyTo;
  if (thread !== null) fields.thread = thread;
  if (!files.length) return request("POST", at(chat, "/messages"), fields);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  for (const { file, as } of files) {
    form.append("files", file, file.name || "picture.png");
    form.append("as", as);
  }
  return request("POST", at(chat, "/messages"), form);
}

/** Give the path of a file on this server; an address elsewhere is cut to its path, so nothing leaves the machine. */
export function filePath(url) {
  if (!url) return "";
  const parsed = new URL(url, location.origin);
  return parsed.pathname + parsed.search;
}
