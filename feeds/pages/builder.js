// The builder of a calendar: what is chosen is shown at once, out of the page that it leads to.
"use strict";
{
  // Put a page's number of events and its next ones beside the choice; the last question wins.
  const shower = (form) => {
    const [number, matches] = [form.querySelector("[data-number]"), form.querySelector("[data-matches]")];
    let asked = 0;
    return async (address) => {
      const turn = ++asked;
      const answer = await fetch(address).catch(() => null);
      const text = answer ? await answer.text() : "";
      if (turn !== asked) return;
      matches.replaceChildren();
      number.value = answer?.status === 400 ? text.trim() : ""; // too much was chosen: it says of what
      if (!answer?.ok) return;
      const page = new DOMParser().parseFromString(text, "text/html");
      number.value = page.querySelector("[data-number]")?.textContent ?? "";
      let day = ""; // a page that parts its list has one of them twice
      for (const part of page.querySelectorAll("[data-coming] :is(.day, .events)")) {
        if (part.matches(".day")) {
          if (part.textContent === day) continue;
          day = part.textContent;
        }
        for (const link of part.querySelectorAll("a")) link.href = new URL(link.getAttribute("href"), answer.url);
        matches.append(document.adoptNode(part));
      }
    };
  };
  // What was chosen before, as the way back from its page says.
  const chosen = new URLSearchParams(location.hash.slice(1));

  for (const form of document.querySelectorAll("[data-builder]")) {
    const show = shower(form);
    const update = () => show(`${form.action}?${new URLSearchParams(new FormData(form))}`);
    const restore = () => {
      for (const [name, value] of chosen) {
        for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
          if (field.type !== "checkbox") field.value = value;
          else if (field.value === value) {
            field.checked = true;
            field.closest("details").open = true;
          }
        }
      }
      update();
    };
    form.addEventListener("change", update);
    addEventListener("pageshow", restore); // also when the browser comes back to it
  }

  for (const form of document.querySelectorAll("[data-pairs]")) {
    const { topic, neighborhood } = form.elements;
    const link = form.querySelector("a");
    const show = shower(form);
    const linksOf = (slug) => [...document.querySelectorAll(`[data-topic="${CSS.escape(slug)}"] a`)];
    const update = () => {
      const found = linksOf(topic.value).find((one) => one.dataset.neighborhood === neighborhood.value);
      link.href = found.href;
      show(found.href);
    };
    const offer = () => {
      const kept = neighborhood.value;
      const options = linksOf(topic.value).map((one) => new Option(one.querySelector("bdi").textContent, one.dataset.neighborhood));
      neighborhood.replaceChildren(...options);
      if (options.some((option) => option.value === kept)) neighborhood.value = kept;
      update();
    };
    if (!topic.options.length) continue;
    form.hidden = false;
    if (linksOf(chosen.get("topic") ?? "").length) topic.value = chosen.get("topic");
    offer();
    if ([...neighborhood.options].some((option) => option.value === chosen.get("neighborhood"))) {
      neighborhood.value = chosen.get("neighborhood");
      update();
    }
    topic.addEventListener("change", offer);
    neighborhood.addEventListener("change", update);
  }
}
