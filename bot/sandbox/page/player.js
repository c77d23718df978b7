// A small player for voice messages and music: one button, one track, the time.

import { element, icon } from "./dom.js";
import { durationOf } from "./format.js";

let playing = null;

/** Draw a player for the sound at `src`; only one sound plays at a time. */
export function soundPlayer(src, duration, title) {
  const audio = new Audio();
  audio.preload = "metadata";
  audio.src = src;
  const button = element("button", { type: "button", "aria-label": "Play" }, icon("play"));
  const track = element("input", { type: "range", min: "0", max: "1000", value: "0", "aria-label": "Position" });
  const time = element("time", {}, durationOf(duration ?? 0));
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : (duration ?? 0));

  const show = () => {
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    button.setAttribute("aria-label", audio.paused ? "Play" : "Pause");
    time.textContent = durationOf(audio.paused && audio.currentTime === 0 ? length() : audio.currentTime);
    if (length()) track.value = String((audio.currentTime / length()) * 1000);
  };
  button.addEventListener("click", () => {
    if (!audio.paused) { audio.pause(); return; }
    playing?.pause();
    playing = audio;
    audio.play().catch(() => { time.textContent = "This sound can't be played"; });
  });
  track.addEventListener("input", () => { audio.currentTime = (Number(track.value) / 1000) * length(); });
  for (const type of ["play", "pause", "timeupdate", "loadedmetadata"]) audio.addEventListener(type, show);
  audio.addEventListener("ended", () => { audio.currentTime = 0; });
  return element(
    "div", { class: "voice" }, button,
    element("div", { class: "track" }, title && element("b", {}, title), track, time),
  );
}
