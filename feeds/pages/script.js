// What pages do better with a script; without it everything is there too.
"use strict";

// A button that says for a moment that it is done.
const confirmed = (button, done) => {
  const label = button.textContent;
  if (label === done) return;
  button.textContent = done;
  setTimeout(() => { button.textContent = label; }, 2000);
};

// A copy button beside each address.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    confirmed(button, button.dataset.done);
  });
}

// What is copied from a file is fetched only then; Safari takes it as a promise, or not at all after the fetch.
for (const button of document.querySelectorAll("[data-copy-text]")) {
  button.hidden = !window.ClipboardItem || !navigator.clipboard;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const text = fetch(button.dataset.copyText).then((answer) => answer.blob());
    const plain = text.then((blob) => new Blob([blob], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain })]);
    confirmed(button, button.dataset.done);
  });
}

// A handbill shows as many weeks as are chosen.
for (const select of document.querySelectorAll("[data-weeks]")) {
  const show = () => {
    for (const row of document.querySelectorAll("[data-week]")) row.hidden = Number(row.dataset.week) > select.value;
  };
  select.closest("[hidden]").hidden = false;
  select.addEventListener("change", show);
  document.querySelector("[data-print]").addEventListener("click", () => window.print());
  addEventListener("pageshow", show); // also when the browser comes back to it
}

// A share button opens the device's own sheet; where there is none, it copies the address.
for (const button of document.querySelectorAll("[data-share]")) {
  const { share: url, title, done } = button.dataset;
  button.hidden = !navigator.share && !navigator.clipboard;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    if (navigator.share) {
      await navigator.share({ title, url }).catch(() => {}); // whoever closes the sheet changed their mind
      return;
    }
    await navigator.clipboard.writeText(url);
    confirmed(button, done);
  });
}

// The ways to subscribe that work on this device come first. iPadOS calls itself a Mac, but has a touch screen.
const agent = navigator.userAgent;
const touched = navigator.maxTouchPoints > 1;
const device =
  /Android/.test(agent) ? "android" :
  /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touched) ? "ios" :
  /Macintosh/.test(agent) ? "mac" : "computer";
const FIRST = {
  android: ["send", "icsx", "link"],
  ios: ["apple", "send", "link"],
  mac: ["apple", "google", "outlook"],
  computer: ["google", "outlook", "link"],
};
const NEVER = { android: ["google", "apple"], ios: ["google", "icsx"], mac: ["icsx"], computer: ["icsx"] };
for (const ways of document.querySelectorAll("[data-ways]")) {
  const find = (name) => ways.querySelector(`[data-way="${name}"]`);
  const first = ways.querySelector("[data-first]");
  const others = ways.querySelector("[data-others]");
  for (const way of [...first.children].reverse()) others.prepend(way);
  for (const name of FIRST[device]) first.append(find(name));
  for (const name of NEVER[device]) find(name).remove();
}
for (const button of document.querySelectorAll("[data-on]")) {
  if (!button.dataset.on.split(" ").includes(device)) continue;
  const summary = button.nextElementSibling.querySelector("summary");
  button.hidden = false;
  summary.textContent = summary.dataset.beside;
}

// On what Apple makes, the file comes first, and opens in the calendar rather than among the downloads.
for (const add of document.querySelectorAll("[data-add]")) {
  if (device !== "ios" && device !== "mac") continue;
  const [usual, file] = [add.querySelector("a"), add.querySelector("[download]")];
  usual.classList.add("plain");
  file.classList.remove("plain");
  if (device === "ios") file.removeAttribute("download");
  add.prepend(file, " ");
}

// A long list shows what has the letters typed above it, with or without accents.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
for (const input of document.querySelectorAll("[data-search]")) {
  const search = input.closest("[hidden]");
  const none = search.querySelector("[data-none]");
  search.hidden = false;
  input.addEventListener("input", () => {
    let found = 0;
    for (const item of document.getElementById(input.dataset.search).children) {
      item.hidden = !plain(item.textContent).includes(plain(input.value.trim()));
      found += !item.hidden;
    }
    none.value = found ? "" : none.dataset.none;
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the form that it stands in
  });
}

// A frame looks as its address asks: ?theme=dark&accent=9c1c34&limit=5&heading=none.
const frame = document.querySelector(".embed");
if (frame) {
  const look = new URLSearchParams(location.search);
  const root = document.documentElement;
  if (["light", "dark"].includes(look.get("theme"))) root.dataset.theme = look.get("theme");
  const accent = look.get("accent");
  if (/^[0-9a-f]{6}$/i.test(accent)) {
    const [red, green, blue] = accent.match(/../g).map((part) => (parseInt(part, 16) / 255) ** 2.2);
    const bright = .2126 * red + .7152 * green + .0722 * blue > .18; // then black is easier to read on it than white
    root.style.setProperty("--accent", `#${accent}`);
    root.style.setProperty("--on-accent", bright ? "#000" : "#fff");
  }
  if (look.get("heading") === "none") frame.querySelector("h1").classList.add("unseen");
  if (/^[1-9]\d?$/.test(look.get("limit"))) {
    const rows = [...frame.querySelectorAll(".event")].slice(Number(look.get("limit")));
    for (const row of rows) row.remove();
    for (const list of frame.querySelectorAll(".events:not(:has(.event))")) {
      const heading = list.previousElementSibling;
      if (heading?.matches("h2")) heading.remove(); // of its day, or "Ongoing"
      list.remove();
    }
  }
  speak(frame);
}

// What WordPress understands of a frame in its sandbox: wp-includes/js/wp-embed.js. It gives the frame a secret in the
// fragment of its address, takes the height that the frame tells, and follows links for it, for it may open none.
function speak(content) {
  const secret = location.hash.match(/secret=([a-zA-Z0-9]+)/)?.[1];
  if (window.parent === window) return;
  document.documentElement.dataset.framed = ""; // then the page around it shows through
  const tell = (message, value) => window.parent.postMessage({ message, value, secret }, "*");
  const height = () => tell("height", Math.ceil(content.getBoundingClientRect().height));
  new ResizeObserver(height).observe(content);
  addEventListener("message", (event) => {
    const ready = event.data?.message === "ready" && event.data.secret === secret;
    if (event.source === window.parent && ready) height();
  });
  if (!secret) return;
  content.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    tell("link", link.href);
  });
}

// What is chosen for a frame shows in it, and in the line that is copied.
for (const form of document.querySelectorAll("form[data-frame]")) {
  const shown = document.getElementById(form.dataset.frame);
  const code = document.getElementById(form.dataset.snippet);
  const { language, theme, accent, limit, heading } = form.elements;
  const usual = accent.value;
  let own = shown.getAttribute("src");
  form.hidden = false;
  form.addEventListener("input", () => {
    const look = new URLSearchParams();
    if (theme.value) look.set("theme", theme.value);
    if (accent.value !== usual) look.set("accent", accent.value.slice(1));
    if (limit.value) look.set("limit", limit.value);
    if (heading.checked) look.set("heading", heading.value);
    const query = String(look) && `?${look}`;
    const address = language ? language.value : code.textContent.match(/src="([^"?]*)/)[1];
    if (language) own = language.selectedOptions[0].dataset.own;
    shown.src = own + query;
    const src = `src="${address}${query.replaceAll("&", "&amp;")}"`;
    code.textContent = code.textContent.replace(/src="[^"]*"/, () => src);
  });
}
