// The search box: everything is searched here, in the page, so that nobody learns what for.
"use strict";
{
  const DAY = 86_400_000; // milliseconds
  const NEAR = 2; // kilometres around what is chosen
  const [CANCELLED, POSTPONED] = [1, 2]; // of the statuses in the file
  const COLORS = 10; // of topics
  const MOST = { lists: 8, events: 20 };
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const made = (name, text, className) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  // Days count from 1970, without a zone: an event's day is what its list says.
  const dayOf = (text) => Date.parse(`${text.slice(0, 10)}T00:00Z`) / DAY;
  const today = (timezone) => {
    const parts = new Intl.DateTimeFormat("en-CA", { timeZone: timezone, dateStyle: "short" }).format(Date.now());
    return dayOf(parts);
  };
  // Saturday and Sunday, from Friday at six; on a Sunday what is left.
  const weekend = (day) => {
    const weekday = new Date(day * DAY).getUTCDay(); // 0 for Sunday
    return weekday === 0 ? [day, day] : [day + 6 - weekday, day + 7 - weekday];
  };

  // The color of a topic, as pages have it.
  const colorOf = (slug) => [...slug].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % COLORS;

  // Rows of what the file has in columns, with the words that find each.
  const read = (data) => {
    const lists = data.lists.map(([kind, subject, name, others]) => (
      { kind, subject, name, words: folded(`${name} ${others}`), number: 0 }));
    const places = data.places.map(([name, latitude, longitude]) => ({ name, latitude, longitude }));
    const { id, title, start, days, status, flags, place, lists: belongs } = data.events;
    const now = today(data.timezone);
    const events = id.map((own, number) => {
      const first = dayOf(start[number]);
      const where = places[place[number]];
      const last = first + days[number];
      const names = belongs[number].map((list) => lists[list].words);
      for (const list of belongs[number]) lists[list].number += last >= now;
      return {
        id: own, title: title[number], start: start[number], status: status[number], flags: flags[number], where, first, last,
        lists: belongs[number], words: `${folded(title[number])} ${where ? folded(where.name) : ""} ${names.join(" ")}`,
      };
    });
    // Joined texts are copied when they are first searched: better now than at the first key.
    for (const event of events) event.words.includes("\n");
    return { lists, events, now, clock: data.clock };
  };

  const kilometres = (one, other) => {
    const radians = Math.PI / 180;
    const x = (one.longitude - other.longitude) * radians * Math.cos(one.latitude * radians);
    const y = (one.latitude - other.latitude) * radians;
    return Math.hypot(x, y) * 6371;
  };
  // How alike two names are, from 0 to 1, by the three letters that they share.
  const triples = (text) => new Set([...` ${text} `].map((_, at, all) => all.slice(at, at + 3).join("")));
  const likeness = (one, other) => {
    const [here, there] = [triples(one), triples(other)];
    const shared = [...here].filter((three) => there.has(three)).length;
    return (2 * shared) / (here.size + there.size);
  };
  const lastWords = () => {
    const path = location.pathname.replace(/%(?![0-9a-f]{2})/gi, " ");
    let last = path;
    try { last = decodeURIComponent(path); } catch { /* bytes that are no text: as they are */ }
    const name = last.split("/").filter(Boolean).pop() ?? "";
    return folded(name.replace(/\.\w+$/, "").replace(/[^\p{L}\p{N}]+/gu, " ")).trim().slice(0, 100);
  };

  // What belongs to a list, and whatever is a short walk from where its events are.
  const nearTo = (index, list) => {
    const own = new Set(index.events.filter((event) => event.lists.includes(list) && event.where).map((event) => event.where));
    const anchors = [...own].filter((place) => place.latitude !== undefined);
    const known = new Map();
    const close = (place) => {
      if (!known.has(place)) known.set(place, anchors.some((anchor) => kilometres(anchor, place) <= NEAR));
      return known.get(place);
    };
    return (event) => event.lists.includes(list) || (event.where?.latitude !== undefined && close(event.where));
  };

  for (const form of document.querySelectorAll("form.finder")) {
    const input = form.querySelector("[type=search]");
    const near = form.querySelector("[data-near]");
    const days = [...form.querySelectorAll("[data-when]")];
    const properties = [...form.querySelectorAll("[data-flag]")];
    const pressed = (chip) => chip.getAttribute("aria-pressed") === "true";
    const output = form.querySelector("output");
    const shown = form.querySelector("[data-found]");
    const { base, locale, none, past, more, allDay } = form.dataset;
    const statuses = form.dataset.statuses.split("|");
    const dated = (options) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
    const dates = dated({ weekday: "short", month: "short", day: "numeric" });
    const datesAndYear = dated({ weekday: "short", month: "short", day: "numeric", year: "numeric" });
    let index = null;
    let loading = null;
    let hours = null;

    const load = () => {
      loading ??= fetch(form.dataset.index).then((answer) => answer.json()).then((data) => {
        index = read(data);
        hours = dated({ hour: "numeric", minute: "2-digit", hourCycle: index.clock === "Hm" ? "h23" : "h12" });
        const places = index.lists.filter(({ kind }) => kind === "neighborhood" || kind === "venue");
        for (const list of places.filter(({ number }) => number)) near.append(new Option(list.name, index.lists.indexOf(list)));
      }).catch(() => { loading = null; });
      return loading;
    };

    const rowOf = (event) => {
      const [first, last] = [new Date(event.first * DAY), new Date(event.last * DAY)];
      const thisYear = first.getUTCFullYear() === new Date(index.now * DAY).getUTCFullYear();
      const title = made("h3");
      title.dir = "auto";
      const link = made("a");
      link.href = `${base}events/${event.id}/`;
      link.append(event.status === CANCELLED ? made("s", event.title) : event.title);
      title.append(link);
      const facts = made("p");
      if (statuses[event.status]) facts.append(made("b", statuses[event.status], "badge"), " ");
      const moment = made("b");
      const date = (thisYear ? dates : datesAndYear).formatRange(first, last);
      const hour = event.start.length > 10 ? hours.format(new Date(`${event.start}Z`)) : allDay;
      moment.append(...(event.status === POSTPONED ? [made("s", date)] : [`${date} · ${hour}`]));
      facts.append(moment);
      if (event.where) facts.append(" · ", made("bdi", event.where.name));
      const row = made("li", "", "event");
      row.append(title, facts);
      return row;
    };
    const listed = (events) => {
      const list = made("ol", "", "events");
      list.append(...events.slice(0, MOST.events).map(rowOf));
      return list;
    };

    const search = () => {
      if (!index) return;
      const words = folded(input.value.slice(0, 100)).split(/[\s,]+/).filter(Boolean);
      const when = days.find(pressed)?.dataset.when;
      const flags = properties.filter(pressed).reduce((sum, chip) => sum + Number(chip.dataset.flag), 0);
      const [from, until] =
        when === "today" ? [index.now, index.now] : when === "weekend" ? weekend(index.now) : [-Infinity, Infinity];
      const close = near.value ? nearTo(index, Number(near.value)) : () => true;
      const has = (one) => words.every((word) => one.words.includes(word));
      const asked = words.length || when || flags || near.value;
      shown.replaceChildren();
      output.value = "";
      if (!asked) return;
      const lists = words.length ? index.lists.filter(has) : [];
      const fits = (event) => event.first <= until && event.last >= from && (event.flags & flags) === flags;
      const events = index.events.filter((event) => has(event) && fits(event) && close(event));
      const coming = events.filter((event) => event.last >= index.now);
      const over = events.filter((event) => event.last < index.now);
      if (lists.length) {
        const choices = made("ul", "", "choices");
        for (const { kind, subject, name, number } of lists.slice(0, MOST.lists)) {
          const link = made("a");
          link.href = `${base}${subject}/`;
          const color = kind === "topic" ? `topic c${colorOf(subject.split("/").pop())}` : "";
          link.append(made("bdi", name, color), " ", made("span", String(number), "count"));
          const item = made("li");
          item.append(link);
          choices.append(item);
        }
        shown.append(choices);
      }
      if (coming.length) shown.append(listed(coming));
      if (over.length && coming.length < MOST.events) shown.append(made("h3", past), listed(over));
      if (coming.length > MOST.events || over.length > MOST.events) shown.append(made("p", more, "quiet"));
      if (!lists.length && !events.length) output.value = none;
    };
    const ask = async () => {
      await load();
      search();
    };

    form.hidden = false;
    form.addEventListener("focusin", load);
    form.addEventListener("pointerenter", load);
    form.addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("input", () => (index ? search() : ask()));
    near.addEventListener("change", ask);
    for (const chip of [...days, ...properties]) {
      chip.addEventListener("click", () => {
        const now = !pressed(chip);
        if (days.includes(chip)) for (const other of days) other.setAttribute("aria-pressed", "false");
        chip.setAttribute("aria-pressed", String(now));
        ask();
      });
    }
    // Where nothing is, what is nearest to the last words of the address.
    const suggest = async () => {
      const wanted = lastWords();
      await load();
      if (!wanted || !index) return;
      const lists = index.lists.map(({ subject, name }) => [`${subject}/`, name, subject.split("/").pop()]);
      const events = index.events.map(({ id, title }) => [`events/${id}/`, title, id]);
      const names = [...lists, ...events].map(([path, name, slug]) => [likeness(wanted, slug.replaceAll("-", " ")), path, name]);
      const nearest = names.filter(([alike]) => alike > .45).sort(([one], [other]) => other - one).slice(0, 5);
      if (!nearest.length) return;
      const list = made("ul");
      for (const [, path, name] of nearest) {
        const link = made("a", name);
        link.href = base + path;
        const item = made("li");
        item.append(link);
        list.append(item);
      }
      shown.append(made("p", form.dataset.nearNames), list);
    };
    if ("missing" in form.dataset) suggest();
  }
}
