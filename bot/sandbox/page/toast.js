// Short notices at the bottom, and the alert a pressed button may ask for.

import { element } from "./dom.js";

const SHOWN_MS = 4500;
const MOST = 3;

/** Show notices in `region` and alerts in `dialog`. */
export function notices(region, dialog) {
  const toast = (words, isError = false) => {
    const note = element(
      "button",
      {
        type: "button", class: isError ? "toast error" : "toast", "data-testid": "toast", title: "Dismiss",
        onclick: () => note.remove(),
      },
      words,
    );
    region.append(note);
    while (region.childElementCount > MOST) region.firstElementChild.remove();
    setTimeout(() => note.remove(), SHOWN_MS + words.length * 30);
  };
  const alert = (words) => {
    const close = element("button", { type: "button", class: "button primary", onclick: () => dialog.close() }, "OK");
    dialog.replaceChildren(
      element("p", { id: "alert-text", dir: "auto" }, words), element("div", { class: "actions" }, close),
    );
    dialog.showModal();
    close.focus();
  };
  return { toast, alert, error: (error) => toast(error.message, true) };
}
