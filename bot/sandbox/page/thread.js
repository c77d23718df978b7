// Keep the open chat's rows in step with its messages: append, patch, remove.
// One change never draws everything again.

import { element } from "./dom.js";
import { dayName, dayOf } from "./format.js";
import { Row, rowKey } from "./row.js";

const GROUP_SECONDS = 300;
const NEAR_BOTTOM = 120;
const DAY_EDGE = 50;
const DAY_MS = 1200;

/** The rows of the chat that is open. */
export class Thread {
  #log;
  #pane;
  #state;
  #context;
  #rows = new Map();
  #rowOf = new Map();
  #stuck = true;
  #below = 0;
  #pinned = false;
  #rest = null;
  onScroll = () => {};

  constructor(log, pane, state, context) {
    this.#log = log;
    this.#pane = pane;
    this.#state = state;
    this.#context = context;
    state.on("open", () => this.reset());
    state.on("loaded", ({ chat }) => { if (chat === state.chat) this.reset(); });
    state.on("person", () => this.#rows.forEach((row) => row.claim(state.person)));
    state.on("message", ({ chat, message, fresh }) => { if (chat === state.chat) this.#put(message, fresh); });
    state.on("remove", ({ chat, id }) => { if (chat === state.chat) this.#take(id); });
    pane.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => { if (this.#stuck) this.toBottom(); }).observe(log);
    new ResizeObserver(() => { if (this.#stuck) this.toBottom(); }).observe(pane);
  }

  get empty() { return this.#rows.size === 0; }
  get rows() { return [...this.#log.querySelectorAll(".row, .service")]; }
  get lastRow() { return this.#log.lastElementChild?.lastElementChild ?? null; }
  get atBottom() { return this.#stuck; }
  get below() { return this.#below; }

  /** Draw the open chat from the beginning; the only full drawing there is. */
  reset() {
    this.#rows.clear();
    this.#rowOf.clear();
    this.#log.replaceChildren();
    this.#log.setAttribute("aria-busy", "true");
    for (const message of this.#state.messages(this.#state.chat)) this.#put(message, false, true);
    this.#log.removeAttribute("aria-busy");
    this.#below = 0;
    this.toBottom();
    this.onScroll();
  }

  toBottom() {
    this.#stuck = true;
    this.#below = 0;
    this.#pane.scrollTop = this.#pane.scrollHeight;
  }

  /** Let a day that sticks below the head be seen while the list moves, and then make way for the messages. */
  #showDays() {
    const edge = this.#pane.getBoundingClientRect().top;
    for (const section of this.#log.children) {
      section.classList.toggle("stuck", section.getBoundingClientRect().top < edge + DAY_EDGE);
    }
    this.#log.classList.add("moving");
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#log.classList.remove("moving"), DAY_MS);
  }

  /** Scroll down once in the next frame: for every message would mean a layout for every message. */
  #pin() {
    if (!this.#pinned) requestAnimationFrame(() => { this.#pinned = false; this.toBottom(); });
    this.#pinned = true;
  }

  /** Scroll to a message and mark it; false when it is not here. */
  jump(id) {
    const row = this.#rowOf.get(String(id));
    if (!row) return false;
    this.#stuck = false;
    row.element.scrollIntoView({ block: "center", behavior: "smooth" });
    row.element.classList.remove("flash");
    void row.element.offsetWidth;
    row.element.classList.add("flash");
    return true;
  }

  rowFor(element_) {
    return this.#rows.get(element_?.closest?.("[data-key]")?.dataset.key) ?? null;
  }

  rowOfMessage(id) {
    return this.#rowOf.get(String(id)) ?? null;
  }

  #belongs(message) {
    if (!this.#state.open?.forum) return true;
    const thread = message.thread ?? null;
    return this.#state.topic === null ? thread === null || thread === 1 : thread === this.#state.topic;
  }

  #put(message, fresh, silent = false) {
    if (!this.#belongs(message)) return;
    const key = rowKey(message);
    const known = this.#rows.get(key);
    if (known) {
      known.update(message);
      this.#rowOf.set(String(message.id), known);
    } else {
      const row = new Row(message, this.#context);
      row.claim(this.#state.person);
      this.#rows.set(key, row);
      this.#rowOf.set(String(message.id), row);
      this.#insert(row);
      if (fresh) row.element.classList.add("fresh");
    }
    if (!silent) this.#settle(message, !known);
  }

  #settle(message, isNew) {
    const mine = message.from?.id === this.#state.person;
    if (this.#stuck || (isNew && mine)) this.#pin();
    else if (isNew && !message.draft) this.#below += 1;
    this.onScroll();
  }

  #insert(row) {
    const section = this.#sectionFor(row.message);
    // Late arrivals are rare and near the end, so the search runs backwards.
    let after = section.lastElementChild;
    const isLater = (node) => {
      if (!node || node.matches(".day")) return false;
      const other = this.#rows.get(node.dataset.key);
      // A row that is fading out is nobody's neighbour any more.
      return !other || this.#later(other, row);
    };
    while (isLater(after)) after = after.previousElementSibling;
    after.after(row.element);
    this.#refresh(row.element);
    this.#refresh(row.element.nextElementSibling);
    this.#refresh(row.element.previousElementSibling);
  }

  #later(other, row) {
    const [one, two] = [other.message, row.message];
    if (Boolean(one.draft) !== Boolean(two.draft)) return Boolean(one.draft);
    return one.date > two.date || (one.date === two.date && Number(one.id) > Number(two.id));
  }

  #sectionFor(message) {
    const day = dayOf(message.date);
    let before = this.#log.lastElementChild;
    while (before && Number(before.dataset.day) > day) before = before.previousElementSibling;
    if (before && Number(before.dataset.day) === day) return before;
    const section = element("section", { class: "day-group", "data-day": day },
      element("div", { class: "day" }, element("span", {}, dayName(message.date))));
    if (before) before.after(section);
    else this.#log.prepend(section);
    return section;
  }

  #take(id) {
    const row = this.#rowOf.get(String(id));
    this.#rowOf.delete(String(id));
    if (!row || !row.drop(id)) return;
    this.#rows.delete(row.element.dataset.key);
    const { previousElementSibling: before, nextElementSibling: after, parentElement: section } = row.element;
    if (row.element.contains(document.activeElement)) (after ?? before)?.focus?.();
    const leave = () => {
      row.element.remove();
      if (section.childElementCount === 1) section.remove();
      this.#refresh(before);
      this.#refresh(after);
      this.onScroll();
    };
    if (row.message.draft) { leave(); return; }
    row.element.classList.add("leaving");
    row.element.querySelectorAll("[data-testid]").forEach((node) => node.removeAttribute("data-testid"));
    setTimeout(leave, 150);
  }

  /** Give a row the corners, name and avatar that its neighbours leave to it. */
  #refresh(node) {
    const row = this.#rows.get(node?.dataset?.key);
    if (!row) return;
    row.place(!this.#joins(node.previousElementSibling, node), !this.#joins(node, node.nextElementSibling));
  }

  #joins(upper, lower) {
    const [one, two] = [this.#rows.get(upper?.dataset?.key)?.message, this.#rows.get(lower?.dataset?.key)?.message];
    if (!one || !two || one.service || two.service) return false;
    return one.from?.id === two.from?.id && two.date - one.date < GROUP_SECONDS;
  }

  #scrolled() {
    // Rows that came and went since the last frame move the list too; only a person's scrolling counts.
    if (this.#pinned) return;
    this.#showDays();
    const rest = this.#pane.scrollHeight - this.#pane.scrollTop - this.#pane.clientHeight;
    this.#stuck = rest < NEAR_BOTTOM;
    if (this.#stuck) this.#below = 0;
    this.onScroll();
  }
}
