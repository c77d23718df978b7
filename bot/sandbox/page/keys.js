// The whole page without a mouse: walk chats and messages, reply, edit, delete, and start to write from anywhere.

const EDITABLE = "input, textarea, select, [contenteditable]";
let reached = null;

/** Listen for keys on the page. */
export function listenForKeys({ thread, composer, log, onNeighbour, acts }) {
  document.addEventListener("keydown", (event) => {
    if (
      event.defaultPrevented || event.isComposing || document.querySelector("dialog[open], [popover]:popover-open")
    ) return;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      onNeighbour(event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Escape") {
      composer.cancel();
      composer.focus();
    } else if (event.target.closest?.(".row, .service")) {
      onRowKey(event, thread, acts);
    } else if (isWriting(event) && !event.target.closest?.(`${EDITABLE}, button, a`)) {
      composer.focus();
    }
  });
  log.addEventListener("focusin", (event) => rove(event.target.closest(".row, .service")));
}

function isWriting(event) {
  return event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
}

function onRowKey(event, thread, acts) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const node = event.target.closest(".row, .service");
  const row = thread.rowFor(node);
  const rows = thread.rows;
  const index = rows.indexOf(node);
  const walk = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: rows.length - 1 }[event.key];
  if (walk !== undefined) {
    if (event.target.matches("input")) return;
    event.preventDefault();
    if (walk >= rows.length) acts.leave();
    else rows[Math.max(walk, 0)].focus();
    return;
  }
  const act = { r: acts.reply, e: acts.edit, Delete: acts.remove, ContextMenu: acts.menu }[event.key]
    ?? (event.target === node && event.key === "Enter" ? acts.menu : null);
  if (!act || row.message.service) return;
  event.preventDefault();
  act(row);
}

/** Let Tab reach one message only: the one focused last, or the newest. */
export function rove(node) {
  if (!node || node === reached) return;
  if (reached) reached.tabIndex = -1;
  node.tabIndex = 0;
  reached = node;
}
