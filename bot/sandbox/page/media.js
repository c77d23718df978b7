// Draw what a message carries besides text: pictures, films, files, sounds, stickers, cards for places, people, polls.
// Sizes come from the message, so nothing moves when bytes arrive.

import { filePath } from "./api.js";
import { grid, ratioOf } from "./album.js";
import { element, icon, plain } from "./dom.js";
import { nameOf, sizeOf } from "./format.js";
import { soundPlayer } from "./player.js";

const WIDEST = 384;
const NARROWEST = 170;
const TALLEST = 420;
const VISUAL = new Set(["photo", "video"]);

/** Draw the media of a row's messages; null when there are none. */
export function mediaOf(parts, context) {
  const items = parts.flatMap((part) => (part.media ?? []).map((media) => ({ media, part })));
  if (!items.length) return cardOf(parts[0]);
  const visual = items.filter(({ media }) => VISUAL.has(media.kind));
  const isGrid = visual.length === items.length && (visual.length > 1 || visual[0].media.kind === "photo");
  if (isGrid) return pictures(visual, context);
  if (items.length === 1) return single(items[0], context);
  return element("div", { class: "media" }, items.map(({ media, part }) => marked(lone(media), part, parts)));
}

function marked(node, part, parts) {
  if (part !== parts[0]) node.dataset.testid = `message-${part.id}`;
  return node;
}

function pictures(items, context) {
  const wide = items.length > 1 ? WIDEST : widthFor(items[0].media);
  return element(
    "div", { class: "media wide", "--wide": `${wide}px` }, grid(items, (index) => context.onPicture(items, index)),
  );
}

function widthFor(media) {
  const ratio = ratioOf(media);
  const natural = Math.min(media.width || WIDEST, WIDEST);
  return Math.max(NARROWEST, Math.min(Math.max(natural, 240), TALLEST * ratio));
}

function single({ media }, context) {
  if (media.kind === "video" || media.kind === "animation") return film(media);
  const bare = ["sticker", "video_note"].includes(media.kind);
  return element("div", { class: bare ? "media bare-media" : "media" }, lone(media, context));
}

function lone(media) {
  switch (media.kind) {
    case "voice": case "audio": return soundPlayer(
      filePath(media.url), media.duration, media.kind === "audio" ? plain(media.name) : "",
    );
    case "sticker": return sticker(media);
    case "video_note": return roundFilm(media);
    default: return fileLink(media);
  }
}

function film(media) {
  const src = filePath(media.url);
  const looping = media.kind === "animation";
  const still = /\.(gif|webp|png|jpe?g)$/i.test(media.name || src) || /^image\//.test(media.mime_type ?? "");
  const moving = still
    ? element("img", { src, alt: "GIF", width: media.width || null, height: media.height || null, decoding: "async" })
    : element(
      "video",
      {
        src, playsinline: true, preload: "metadata", ...(looping ? { autoplay: true, loop: true } : { controls: true }),
        "aria-label": looping ? "GIF" : "Video",
      },
    );
  if (looping && !still) moving.muted = true;
  const frame = element(
    "div", { class: "frame", "--ratio": String(ratioOf(media)) }, moving,
    looping && element("span", { class: "tag" }, "GIF"),
  );
  moving.addEventListener("error", () => frame.classList.add("failed"));
  if (!media.width) moving.addEventListener(still ? "load" : "loadedmetadata", () => {
    frame.style.setProperty(
      "--ratio",
      String((moving.naturalWidth ?? moving.videoWidth) / (moving.naturalHeight ?? moving.videoHeight) || 1.6),
    );
  });
  return element("div", { class: "media wide", "--wide": `${widthFor(media)}px` }, frame);
}

function roundFilm(media) {
  const video = element("video", { src: filePath(media.url), playsinline: true, preload: "metadata", loop: true });
  const button = element(
    "button", { type: "button", class: "note", "aria-label": "Play the video message" }, video,
    element("span", { class: "play" }, icon("play")),
  );
  button.addEventListener("click", () => (video.paused ? video.play() : video.pause()));
  for (const type of ["play", "pause"]) video.addEventListener(
    type, () => { button.querySelector(".play").hidden = !video.paused; },
  );
  return button;
}

function sticker(media) {
  const fallback = () => element(
    "span", { class: "emoji-sticker", role: "img", "aria-label": "Sticker" }, media.emoji || "Sticker",
  );
  if (/\.tgs$/i.test(media.name ?? "")) return fallback();
  if (/\.webm$/i.test(media.name ?? "")) {
    const video = element(
      "video", { class: "sticker", src: filePath(media.url), autoplay: true, loop: true, playsinline: true },
    );
    video.muted = true;
    return video;
  }
  const image = element(
    "img",
    {
      class: "sticker", src: filePath(media.url), alt: `Sticker ${media.emoji ?? ""}`.trim(), width: media.width || 512,
      height: media.height || 512,
    },
  );
  image.addEventListener("error", () => image.replaceWith(fallback()));
  return image;
}

function fileLink(media) {
  const name = plain(media.name) || "file";
  const ending = /\.([\p{L}\p{N}]{1,5})$/u.exec(name)?.[1];
  return element("a", {
    class: "file", href: filePath(media.url), download: name, rel: "noopener noreferrer", "aria-label": `Save ${name}`,
  },
    element("span", { class: "glyph", "aria-hidden": "true" }, ending ?? icon("file")),
    element(
      "span", {}, element("b", {}, element("bdi", {}, name)), element("span", { class: "detail" }, sizeOf(media.size)),
    ));
}

function card(name, title, words) {
  return element("div", { class: "media" }, element("div", { class: "card" },
    element("span", { class: "glyph", "aria-hidden": "true" }, icon(name)),
    element("div", {}, element("b", {}, element("bdi", {}, title)), words && element("p", {}, words))));
}

function cardOf(part) {
  const { location, venue, contact, poll, dice } = part.special ?? {};
  if (venue) return card("place", plain(venue.title), plain(venue.address));
  if (location) return card(
    "place", "Location", `${Number(location.latitude).toFixed(5)}, ${Number(location.longitude).toFixed(5)}`,
  );
  if (contact) return card("user", nameOf(contact), plain(contact.phone_number));
  if (poll) return card(
    "poll", plain(poll.question), (poll.options ?? []).map((option) => plain(option.text ?? option)).join(" · "),
  );
  if (dice) return card("poll", `${plain(dice.emoji) || "Dice"} ${dice.value ?? ""}`, "");
  return null;
}
