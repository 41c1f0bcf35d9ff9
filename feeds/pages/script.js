// What pages do better with a script; without it everything is there too.
"use strict";

// A copy button beside each address.
for (const button of document.querySelectorAll("[data-copy]")) {
  const said = button.textContent;
  button.hidden = !navigator.clipboard;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = said; }, 2000);
  });
}

// A long list shows what has the letters typed above it, with or without accents.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
for (const input of document.querySelectorAll("[data-search]")) {
  input.closest("[hidden]").hidden = false;
  input.addEventListener("input", () => {
    for (const item of document.getElementById(input.dataset.search).children) {
      item.hidden = !plain(item.textContent).includes(plain(input.value.trim()));
    }
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the form that it stands in
  });
}

// How many events the marked boxes make, or that they are too many.
const output = document.querySelector("[data-count]");
if (output) {
  let asked = 0;
  const count = async () => {
    const turn = ++asked;
    const query = new URLSearchParams(new FormData(output.form));
    query.set("count", "");
    const answer = await fetch(`${output.form.action}?${query}`).catch(() => null);
    const text = [200, 400].includes(answer?.status) ? (await answer.text()).trim() : "";
    if (turn === asked) output.value = text;
  };
  output.form.addEventListener("change", count);
  window.addEventListener("pageshow", count); // also when the browser comes back to it
}

// What is embedded wears the colors that its address asks for.
if (document.querySelector(".embed")) {
  const dress = new URLSearchParams(location.search);
  if (["light", "dark"].includes(dress.get("theme"))) document.documentElement.dataset.theme = dress.get("theme");
  const accent = dress.get("accent");
  if (/^[0-9a-f]{6}$/i.test(accent)) {
    const [red, green, blue] = accent.match(/../g).map((part) => (parseInt(part, 16) / 255) ** 2.2);
    const bright = .2126 * red + .7152 * green + .0722 * blue > .18; // then black is easier to read on it than white
    document.documentElement.style.setProperty("--accent", `#${accent}`);
    document.documentElement.style.setProperty("--on-accent", bright ? "#000" : "#fff");
  }
}

// Colors and language chosen for a frame show in it, and in the line that is copied.
for (const form of document.querySelectorAll("form[data-frame]")) {
  const frame = document.getElementById(form.dataset.frame);
  const code = document.getElementById(form.dataset.snippet);
  const { language, theme, accent } = form.elements;
  const usual = accent.value;
  let own = frame.getAttribute("src");
  form.hidden = false;
  form.addEventListener("input", () => {
    const dress = new URLSearchParams();
    if (theme.value) dress.set("theme", theme.value);
    if (accent.value !== usual) dress.set("accent", accent.value.slice(1));
    const query = String(dress) && `?${dress}`;
    const address = language ? language.value : code.textContent.match(/src="([^"?]*)/)[1];
    if (language) own = language.selectedOptions[0].dataset.own;
    frame.src = own + query;
    code.textContent = code.textContent.replace(/src="[^"]*"/, () => `src="${address}${query.replace("&", "&amp;")}"`);
  });
}
