// Lay pictures and films out as a tight grid in which each line fills the width and nothing is cropped much.

import { filePath } from "./api.js";
import { element, icon } from "./dom.js";
import { durationOf } from "./format.js";

const LINES = {
  1: [1], 2: [2], 3: [1, 2], 4: [2, 2], 5: [2, 3], 6: [3, 3], 7: [2, 2, 3], 8: [2, 3, 3], 9: [3, 3, 3], 10: [3, 3, 4],
};
const FLATTEST = 2.4;
const STEEPEST = 0.55;

/** Give the width of a picture over its height, held to what a bubble can show. */
export function ratioOf(media, flattest = FLATTEST, steepest = STEEPEST) {
  const ratio = media.width > 0 && media.height > 0 ? media.width / media.height : 4 / 3;
  return Math.min(Math.max(ratio, steepest), flattest);
}

/** Lay out `items` ({media, part}); `onOpen` gets the index of a pressed one. */
export function grid(items, onOpen) {
  const lines = [];
  let position = 0;
  for (const length of linesFor(items)) {
    lines.push(line(items, position, length, onOpen));
    position += length;
  }
  return element("div", { class: "grid" }, lines);
}

function linesFor(items) {
  const count = items.length;
  // Two flat pictures side by side would be slits.
  if (count === 2 && items.every(({ media }) => ratioOf(media) > 1.6)) return [1, 1];
  return LINES[count] ?? [...Array(Math.floor(count / 3)).fill(3), count % 3].filter(Boolean);
}

function line(items, start, length, onOpen) {
  const alone = items.length === 1;
  return element("div", { class: "line" }, items.slice(start, start + length).map((item, offset) => {
    const ratio = alone ? ratioOf(item.media) : ratioOf(item.media, length === 1 ? 2.2 : 1.5, length === 1 ? 1.5 : 0.8);
    return cell(item, start + offset, ratio, { onOpen, first: items[0].part, count: items.length });
  }));
}

function cell({ media, part }, index, ratio, { onOpen, first, count }) {
  const film = media.kind === "video";
  const place = count > 1 ? ` ${index + 1} of ${count}` : "";
  const button = element("button", {
    type: "button", class: "cell", "--ratio": ratio.toFixed(4),
    "aria-label": `Open ${film ? "video" : "photo"}${place}`,
    "data-testid": part === first ? null : `message-${part.id}`, onclick: () => onOpen(index),
  });
  const src = filePath(media.url);
  const shown = film
    ? element("video", { src, preload: "metadata", playsinline: true, tabindex: "-1" })
    : element("img", {
      src, alt: part.text ? part.text.slice(0, 120) : `Photo${place}`, width: media.width || null,
      height: media.height || null, decoding: "async", draggable: "false",
    });
  shown.addEventListener("error", () => button.classList.add("failed"));
  button.append(shown);
  if (film) button.append(
    element("span", { class: "play" }, icon("play")),
    media.duration ? element("span", { class: "tag" }, durationOf(media.duration)) : "",
  );
  return button;
}
