// The page works without this script; with it nothing reloads. Every form posts to /say and gets back an exchange as HTML.
"use strict";

const talk = document.getElementById("talk");
const composer = document.getElementById("composer");
const box = document.getElementById("text");
const work = document.getElementById("work");

// Adds bubbles that are not there yet; an edit takes the place of what it replaces.
function show(html) {
  const atEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 160;
  const holder = document.createElement("template");
  holder.innerHTML = html; // rendered and escaped by the server
  let added = null;
  for (const bubble of [...holder.content.children]) {
    const known = document.getElementById(bubble.id);
    const replaced = document.getElementById(bubble.dataset.replaces || "");
    if (replaced) replaced.replaceWith(bubble);
    else if (known) known.replaceWith(bubble);
    else added = talk.appendChild(bubble);
  }
  if (added && atEnd) added.scrollIntoView({ block: "nearest" });
}

function waiting(event, text) {
  document.querySelector(".hello")?.remove();
  const bubble = document.createElement("article");
  bubble.className = "said waiting";
  bubble.id = "e-" + event;
  bubble.append(Object.assign(document.createElement("p"), { textContent: text }));
  talk.append(bubble);
  bubble.scrollIntoView({ block: "nearest" });
  return bubble;
}

async function send(form, button) {
  const data = new FormData(form);
  if (button?.name) data.set(button.name, button.value);
  const text = data.get("text");
  if (!data.get("press") && !String(text || "").trim()) return;
  const event = crypto.randomUUID ? crypto.randomUUID() : String(Date.now()) + Math.random();
  data.set("event", event);
  const bubble = data.get("press") ? null : waiting(event, text);
  if (form === composer) { box.value = ""; }
  if (button) button.disabled = true;
  try {
    const answer = await fetch("/say", { method: "POST", headers: { "X-Fragment": "1" }, body: new URLSearchParams(data) });
    if (bubble) bubble.classList.remove("waiting");
    show(await answer.text());
  } catch {
    bubble?.remove();
    if (form === composer) box.value = text;
    tell(talk.dataset.offline);
  } finally {
    if (button) button.disabled = false;
    if (form === composer) box.focus();
  }
}

function tell(text) {
  const note = Object.assign(document.createElement("article"), { className: "reply" });
  note.append(Object.assign(document.createElement("p"), { className: "warning", textContent: text }));
  talk.append(note);
  note.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", (event) => {
  if (!event.target.classList.contains("ask-form")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return; // Enter inside an input method picks a word
  event.preventDefault();
  composer.requestSubmit();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const said = button.previousElementSibling;
  try {
    await navigator.clipboard.writeText(said.textContent);
  } catch { // no clipboard without https: select it and let the browser copy
    getSelection().selectAllChildren(said);
    document.execCommand("copy");
  }
  button.textContent = talk.dataset.copied;
});

const live = new EventSource("/events?after=" + talk.dataset.last + "&csrf=" + talk.dataset.csrf);
live.addEventListener("message", (event) => show(event.data));
live.addEventListener("work", (event) => {
  const { state, done, total } = JSON.parse(event.data);
  work.hidden = state === "ready";
  if (work.hidden) return;
  work.firstElementChild.textContent = work.dataset[state].replace("{done}", done).replace("{total}", total);
  work.lastElementChild.value = total ? (100 * done) / total : 0;
});

talk.scrollTop = talk.scrollHeight;
box.focus();
