// Follow the sandbox's event stream and pass each event to the state. After a loss everything is fetched again.

const RETRY_MS = 1500;

/** Keep a stream open; `onEvent` gets each event, `onOpen` runs on every (re)connection, `onLoss` when it breaks. */
export function follow({ onEvent, onOpen, onLoss }) {
  let source = null;
  let retry = null;
  const connect = () => {
    clearTimeout(retry);
    source?.close();
    source = new EventSource("/sandbox/events");
    source.onopen = onOpen;
    source.onmessage = (event) => onEvent(JSON.parse(event.data));
    source.onerror = () => {
      onLoss();
      // The browser gives up for good after an HTTP error, so the next try is ours.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(connect, RETRY_MS);
    };
  };
  connect();
  window.addEventListener("online", connect);
  window.addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
}

/** Bring one event into the state; `reload` fetches the chats again. */
export function apply(state, event, reload) {
  const { type, chat, message } = event;
  if (!state.chats.has(chat)) return type === "chat" || type === "message" ? reload() : undefined;
  switch (type) {
    case "message": {
      const isNew = state.isLoaded(chat) ? !state.message(chat, message.id) : true;
      state.put(chat, message);
      if (isNew && !message.deleted && (chat !== state.chat || document.hidden)) state.countUnread(chat, message);
      return undefined;
    }
    case "draft":
      state.settle(chat);
      return state.put(chat, { ...message, draft: true });
    case "edit": case "reaction":
      return state.put(chat, message);
    case "delete":
      return state.isLoaded(chat) ? state.take(chat, message.id) : reload();
    case "draft_end":
      return state.endDraft(chat, message.id);
    case "action":
      return state.act(chat, event.action, event.by);
    case "members":
      return state.patchChat(chat, { members: event.members });
    case "chat":
      return event.info?.migrated_to ? reload() : state.patchChat(chat, event.info);
    default:
      return undefined;
  }
}
