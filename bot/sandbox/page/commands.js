// Complete "/" at the beginning of the field from the bot's list of commands.

import { element } from "./dom.js";

/** Watch `field` and offer commands in `list`; `commandsOf` gives them, `onPick` takes the chosen word. */
export class Commands {
  #field;
  #list;
  #commandsOf;
  #onPick;
  #index = 0;

  constructor(field, list, { commandsOf, onPick }) {
    [this.#field, this.#list, this.#commandsOf, this.#onPick] = [field, list, commandsOf, onPick];
    field.addEventListener("input", () => this.offer());
    field.addEventListener("blur", () => this.close());
  }

  get open() { return !this.#list.hidden; }

  close() {
    this.#list.hidden = true;
    this.#field.removeAttribute("aria-activedescendant");
  }

  /** Use a key for the list; true when it was used. */
  take(event) {
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#point(this.#index + step);
    else if (event.key === "Tab" || event.key === "Enter") this.#pick(this.#index, event.key === "Enter");
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  /** Offer what begins with what is written, or nothing. */
  offer() {
    const typed = /^\/(\w*)$/.exec(this.#field.value)?.[1]?.toLowerCase();
    const found = typed === undefined ? [] : this.#commandsOf().filter(({ command }) => command.startsWith(typed));
    if (!found.length) { this.close(); return; }
    this.#list.replaceChildren(...found.map(({ command, description }, index) => element("li", {
      role: "option", id: `command-${index}`, "data-command": command, onpointerdown: (event) => {
        event.preventDefault();
        this.#pick(index, true);
      },
    }, element("b", {}, `/${command}`), element("span", {}, description ?? ""))));
    this.#list.hidden = false;
    this.#point(0);
  }

  #point(index) {
    const options = [...this.#list.children];
    this.#index = (index + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.#index)));
    options[this.#index].scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", options[this.#index].id);
  }

  #pick(index, isFinal) {
    const word = `/${this.#list.children[index].dataset.command}`;
    this.close();
    this.#onPick(word, isFinal);
  }
}
