// Collect files to send: chosen, dropped or pasted; show them in a strip; split them into messages as Telegram would.

import { element, icon, plain } from "./dom.js";
import { sizeOf } from "./format.js";

const ALBUM = 10;
const PHOTOS = new Set(["image/jpeg", "image/png", "image/webp"]);

/** Say as what a file travels. */
export function kindOf(file) {
  if (PHOTOS.has(file.type)) return "photo";
  if (file.type === "image/gif") return "animation";
  return file.type.startsWith("video/") ? "video" : "document";
}

/** Split files into messages: photos and films as albums, files as their own, each GIF alone. */
export function batches(files, asFile) {
  const kinds = files.map((file) => ({ file, as: asFile ? "document" : kindOf(file) }));
  const visual = kinds.filter(({ as }) => as === "photo" || as === "video");
  const documents = kinds.filter(({ as }) => as === "document");
  const moving = kinds.filter(({ as }) => as === "animation").map((one) => [one]);
  return [...slices(visual), ...moving, ...slices(documents)];
}

function slices(list) {
  return Array.from(
    { length: Math.ceil(list.length / ALBUM) }, (_, index) => list.slice(index * ALBUM, (index + 1) * ALBUM),
  );
}

/** The strip of files above the message field. */
export class Attachments {
  #strip;
  #onChange;
  #shown = new Map();
  asFile = false;

  constructor(strip, onChange) {
    this.#strip = strip;
    this.#onChange = onChange;
  }

  get files() { return [...this.#shown.keys()]; }

  add(files) {
    for (const file of files) this.#shown.set(file, URL.createObjectURL(file));
    this.#draw();
  }

  remove(file) {
    URL.revokeObjectURL(this.#shown.get(file));
    this.#shown.delete(file);
    this.#draw();
  }

  clear() {
    this.files.forEach((file) => this.remove(file));
    this.asFile = false;
  }

  #draw() {
    this.#strip.hidden = this.#shown.size === 0;
    const toggle = element(
      "input",
      { type: "checkbox", "data-testid": "as-file", onchange: () => { this.asFile = toggle.checked; this.#draw(); } },
    );
    toggle.checked = this.asFile;
    const count = this.#shown.size;
    const visible = this.files.some((file) => kindOf(file) !== "document");
    const isAlbum = count > 1 && !this.asFile && this.files.every((file) => kindOf(file) === "photo");
    const hint = isAlbum ? `${count} pictures, one album` : `${count} ${count === 1 ? "file" : "files"}`;
    this.#strip.replaceChildren(
      element("ul", { "aria-label": "Files to send" }, [...this.#shown].map(([file, url]) => this.#preview(file, url))),
      element(
        "div", { class: "options" }, visible && element("label", {}, toggle, "Send as file"), element("span", {}, hint),
      ));
    this.#onChange();
  }

  #preview(file, url) {
    const kind = this.asFile ? "document" : kindOf(file);
    const name = plain(file.name) || "picture";
    const picture = file.type.startsWith("image/") ? element("img", { src: url, alt: "" }) : null;
    const film = kind === "video" ? element("video", { src: url, preload: "metadata", "aria-hidden": "true" }) : null;
    const thumb = element(
      "div", { class: "thumb" }, picture ?? film ?? (/\.([\p{L}\p{N}]{1,5})$/u.exec(name)?.[1] || icon("file")),
    );
    const label = kind === "document" ? `${name}, ${sizeOf(file.size)}` : name;
    const remove = element("button", {
      type: "button", class: "remove", "aria-label": `Remove ${name}`, title: "Remove",
      onclick: () => this.remove(file),
    }, icon("close"));
    return element("li", {}, thumb, element("p", { class: "label", title: name }, label), remove);
  }
}

/** Take files dropped anywhere on the page; `veil` shows while they hover. */
export function acceptDrops(veil, { isOpen, onFiles }) {
  let depth = 0;
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const hide = () => { depth = 0; veil.hidden = true; };
  window.addEventListener("dragenter", (event) => {
    if (!carries(event)) return;
    depth += 1;
    veil.hidden = !isOpen();
  });
  window.addEventListener("dragleave", () => {
    depth -= 1;
    if (depth <= 0) hide();
  });
  window.addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  window.addEventListener("drop", (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    hide();
    if (!files.length) return;
    event.preventDefault();
    if (isOpen()) onFiles(files);
  });
}
