// Small forms in dialogs: a new chat, and the name of somebody who joins.

import { element } from "./dom.js";

function field(label, control) {
  return element("label", { class: "field" }, label, control);
}

function show(dialog, heading, fields, onDone) {
  const form = element("form", { method: "dialog" }, element("h3", { id: "new-chat-heading" }, heading), fields,
    element("div", { class: "actions" },
      element("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel"),
      element("button", { type: "submit", class: "button primary" }, "Create")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    onDone();
  });
  dialog.replaceChildren(form);
  dialog.showModal();
}

/** Ask for a new chat; `onCreate` gets what the server needs to make it. */
export function askChat(dialog, nextPerson, onCreate) {
  const type = element("select", {}, ["private", "group", "supergroup"].map((value) =>
    element("option", { value }, { private: "Private chat", group: "Group", supergroup: "Supergroup" }[value])));
  const name = element("input", { required: true, maxlength: "64", value: "Robin", autocomplete: "off" });
  const title = element("input", { maxlength: "128", placeholder: "New group", autocomplete: "off" });
  const titleField = field("Name of the group", title);
  titleField.hidden = true;
  type.addEventListener("change", () => { titleField.hidden = type.value === "private"; });
  show(dialog, "New chat", [field("Kind", type), titleField, field("Your first name", name)], () => {
    const status = type.value === "private" ? "member" : "creator";
    const group = type.value === "private" ? {} : { title: title.value.trim() || "New group" };
    onCreate({ type: type.value, ...group, members: [{ id: nextPerson, first_name: name.value.trim(), status }] });
  });
}

/** Ask who joins; `onName` gets a first name. */
export function askName(dialog, onName) {
  const name = element("input", { required: true, maxlength: "64", value: "Newcomer", autocomplete: "off" });
  show(dialog, "Somebody new joins", [field("First name", name)], () => onName(name.value.trim()));
  name.select();
}
