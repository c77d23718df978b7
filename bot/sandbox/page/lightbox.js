// Show one picture or film large; arrows walk through its album, Escape closes.

import { filePath } from "./api.js";
import { element, icon, iconButton, plain } from "./dom.js";
import { dayName, nameOf, timeOf } from "./format.js";

/** Turn `dialog` into a lightbox: the returned function opens `items` ({media, part}) at an index. */
export function lightbox(dialog) {
  let items = [];
  let index = 0;

  const step = (by) => {
    const next = index + by;
    if (next < 0 || next >= items.length) return;
    index = next;
    draw();
  };
  const draw = () => {
    const { media, part } = items[index];
    const caption = items.length === 1 ? part.text : (part.text || items.find((item) => item.part.text)?.part.text);
    dialog.replaceChildren(bar(dialog, media, part, items.length > 1 ? `${index + 1} of ${items.length}` : ""),
      stage(dialog, media, items, index, step), element("p", { class: "caption", dir: "auto" }, caption ?? ""));
  };
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  });
  dialog.addEventListener("close", () => dialog.replaceChildren());
  return (shown, at) => {
    items = shown;
    index = at;
    draw();
    dialog.showModal();
    dialog.querySelector("[data-close]").focus();
  };
}

function bar(dialog, media, part, place) {
  const name = nameOf(part.from);
  const when = [place, `${dayName(part.date)}, ${timeOf(part.date)}`].filter(Boolean).join(" · ");
  return element("div", { class: "bar" },
    element("p", {}, element("bdi", {}, name), element("small", {}, when)),
    element(
      "a",
      {
        class: "icon-button", href: filePath(media.url), download: plain(media.name) || `${media.kind}-${part.id}`,
        "aria-label": "Save", title: "Save",
      },
      icon("save"),
    ),
    iconButton("close", "Close", () => dialog.close(), { "data-close": true }));
}

function stage(dialog, media, items, index, step) {
  const src = filePath(media.url);
  const shown = media.kind === "video"
    ? element("video", { src, controls: true, autoplay: true, playsinline: true })
    : element("img", { src, alt: items[index].part.text || `Photo from ${nameOf(items[index].part.from)}` });
  const box = element("div", { class: "stage" }, shown,
    index > 0 && iconButton("left", "Previous", () => step(-1), { class: "icon-button step previous" }),
    index < items.length - 1 && iconButton("right", "Next", () => step(1), { class: "icon-button step next" }));
  box.addEventListener("click", (event) => { if (event.target === box) dialog.close(); });
  return box;
}
