// Turn dates, sizes, names and messages into the short words the page shows. Knows no element.

import { plain } from "./dom.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short" });
const dayMonth = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" });
const fullDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const shortDay = new Intl.DateTimeFormat(undefined, { day: "2-digit", month: "2-digit", year: "2-digit" });
const DAY = 86_400_000;

const dateOf = (seconds) => new Date(Number(seconds) * 1000);
const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** Give the hour and minute of a message. */
export const timeOf = (seconds) => clock.format(dateOf(seconds));

/** Give a number that is the same for all messages of one local day. */
export const dayOf = (seconds) => midnight(dateOf(seconds));

/** Name a day: Today, Yesterday, 3 May, 3 May 2024. */
export function dayName(seconds) {
  const date = dateOf(seconds);
  const days = Math.round((midnight(new Date()) - midnight(date)) / DAY);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return (date.getFullYear() === new Date().getFullYear() ? dayMonth : fullDay).format(date);
}

/** Give the time for the chat list: today's clock, this week's weekday, else the date. */
export function listTime(seconds) {
  const age = midnight(new Date()) - dayOf(seconds);
  if (age <= 0) return timeOf(seconds);
  return (age < 7 * DAY ? weekday : shortDay).format(dateOf(seconds));
}

/** Write a number of bytes as people read it. */
export function sizeOf(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1000) return `${bytes} B`;
  const steps = ["kB", "MB", "GB"];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), 3);
  const value = bytes / 1000 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${steps[power - 1]}`;
}

/** Write seconds as 0:07 or 1:02:03. */
export function durationOf(seconds) {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
  const tail = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${tail}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${tail}`;
}

/** Name a person: first and last name, else user name, else the number. */
export function nameOf(person) {
  if (!person) return "Someone";
  const name = plain([person.first_name ?? person.title, person.last_name].filter(Boolean).join(" ")).trim();
  return name || plain(person.username) || `User ${person.id}`;
}

/** Name a chat as its people see it: a private chat bears the bot's name, unless it was given one of its own. */
export function titleOf(chat, bot) {
  const title = plain(chat.title).trim();
  const person = nameOf(chat.members?.[0]);
  if (chat.type !== "private") return title || `Chat ${chat.id}`;
  return title && title !== person ? title : nameOf(bot ?? { first_name: person });
}

/** Say what a member is in the group, in one word. */
export function roleOf(member, isNewcomer = false) {
  const words = { creator: "admin", administrator: "admin", restricted: "restricted", left: "left", kicked: "banned" };
  return words[member.status] ?? (isNewcomer ? "newcomer" : "member");
}

const KINDS = {
  photo: "Photo", video: "Video", animation: "GIF", document: "File", voice: "Voice message", audio: "Audio",
  sticker: "Sticker", video_note: "Video message", location: "Location", venue: "Place", contact: "Contact",
  poll: "Poll", dice: "Dice",
};

/** Give one line that stands for a message, in the chat list and in quotes. */
export function summaryOf(message) {
  const text = String(message.text ?? "").replace(/\s+/g, " ").trim();
  if (message.service) return message.service;
  const first = message.media?.[0];
  const kind = first ? (KINDS[first.kind] ?? "File") : extraKind(message);
  if (!kind) return text || "Message";
  if (text) return `${kind}, ${text}`;
  return first?.kind === "document" && first.name ? plain(first.name) : kind;
}

function extraKind(message) {
  const key = ["location", "venue", "contact", "poll", "dice"].find((name) => message.special?.[name]);
  return key ? KINDS[key] : "";
}
