"use strict";
(() => {
  const PAGE = 20;          // findings of a group that are shown at a time
  const MOST_GROUPS = 60;   // groups that are shown at a time
  const PRINTED = 500;      // findings that go onto paper
  const ORDER = { error: 0, warning: 1, info: 2 };
  const data = JSON.parse(document.getElementById("data").textContent);

  // -- the theme -------------------------------------------------------------------------------------------------

  const root = document.documentElement;
  const button = document.getElementById("theme");
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const nameTheme = () => { button.textContent = isDark() ? "Light" : "Dark"; button.setAttribute("aria-label", `Use ${button.textContent.toLowerCase()} colours`); };
  button.hidden = false;
  nameTheme();
  button.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; nameTheme(); });

  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("#checklist > details, #list > details")) one.open = true;
  });

  // -- the checklist: a status shows its rows only ---------------------------------------------------------------------

  const statuses = [...document.querySelectorAll(".statuses button")];
  for (const one of statuses) {
    one.disabled = false;
    one.addEventListener("click", () => {
      const chosen = one.getAttribute("aria-pressed") === "true" ? null : one.value;
      for (const other of statuses) other.setAttribute("aria-pressed", String(other.value === chosen));
      for (const family of document.querySelectorAll(".family")) {
        const rows = [...family.querySelectorAll(".checks > li")];
        for (const row of rows) row.hidden = chosen !== null && !row.classList.contains(`status-${chosen}`);
        family.hidden = rows.every((row) => row.hidden);
        family.open = chosen !== null && !family.hidden;
      }
    });
  }

  const list = document.getElementById("list");
  if (!list) return;

  // -- making elements: texts become text nodes, never markup ---------------------------------------------------------

  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }
  function coded(text) {
    const parts = [];
    let end = 0;
    for (const match of text.matchAll(/`([^`]+)`/g)) {
      parts.push(text.slice(end, match.index), make("code", null, match[1]));
      end = match.index + match[0].length;
    }
    return [...parts, text.slice(end)].filter((part) => part !== "");
  }
  const number = (value) => value.toLocaleString("en-US");
  const counted = (value, noun) => `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
  const link = (address, text) => /^https:\/\//.test(address || "")
    ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text) : null;

  // -- copying ---------------------------------------------------------------------------------------------------

  function toCopy(text, block) {
    if (block) return block;
    const code = [...text.matchAll(/`([^`]+)`/g)];
    return code.length === 1 ? code[0][1] : text.replaceAll("`", "");
  }
  async function copy(text, from) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {  // a page from a file may not be allowed to
      const area = make("textarea", { "aria-hidden": "true" });
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      from.focus();
    }
    from.textContent = "Copied";
    setTimeout(() => { from.textContent = "Copy"; }, 1500);
  }
  function copyButton(text, block) {
    const wanted = toCopy(text, block);
    const element = make("button", { type: "button", class: "copy", "aria-label": "Copy the repair", title: wanted.slice(0, 200) }, "Copy");
    element.addEventListener("click", () => copy(wanted, element));
    return element;
  }

  // -- one finding -----------------------------------------------------------------------------------------------

  const severity = (name) => make("span", { class: `sev sev-${name}` }, name);
  const tag = (text) => make("span", { class: "tag" }, text);

  function repair(text, block) {
    return make("div", { class: "fix" }, copyButton(text, block),
      make("p", null, make("b", null, "Fix"), " ", make("span", { class: "fix-text" }, ...coded(text))),
      block ? make("pre", { tabindex: "0" }, block) : null);
  }
  function drawing(row) {
    const template = row.draw ? document.getElementById(`drawing-${row.id}`) : null;
    return template ? template.content.cloneNode(true) : null;
  }
  function also(row) {
    if (!row.also) return null;
    const more = row.more || 0;
    return make("details", { class: "also" }, make("summary", null, `Also in ${counted(row.also.length + more, "more place")}`),
      make("ul", null, ...row.also.map((place) => make("li", null, place)), more ? make("li", null, `and ${number(more)} more`) : null));
  }
  function finding(row, withFix, withRule) {
    const [line, before, marked, after] = row.src || [];
    return make("article", { class: "finding", id: `finding-${row.id}`, tabindex: "-1" },
      make("h4", null, ...coded(row.msg)),
      make("p", { class: "where" }, make("a", { href: `#finding-${row.id}` }, row.where),
        withRule ? severity(row.sev) : null,
        withRule ? make("a", { href: `#rule-${row.rule}` }, row.rule) : null,
        row.res ? tag(row.res) : null,
        row.conf !== "high" ? tag(`${row.conf} confidence`) : null,
        row.auto ? tag(row.auto) : null,
        row.sup ? tag(row.sup) : null),
      row.src ? make("pre", { class: "source", tabindex: "0" }, make("span", { class: "line-number" }, String(line)), before, make("mark", null, marked), after) : null,
      row.ev ? make("ul", { class: "evidence" }, ...row.ev.map((text) => make("li", null, ...coded(text)))) : null,
      drawing(row),
      withFix && row.fix ? repair(row.fix, row.block) : null,
      also(row));
  }

  // -- groups ----------------------------------------------------------------------------------------------------

  const form = document.getElementById("filters");
  const search = document.getElementById("search");
  const family = document.getElementById("family");
  const grouping = document.getElementById("grouping");
  const ignored = document.getElementById("ignored");
  const said = document.getElementById("shown");

  function intro(rows, about, sameFix) {
    return [
      about && about.why ? make("p", { class: "why" }, make("b", null, "Why"), " ", ...coded(about.why)) : null,
      sameFix && rows[0].fix ? repair(rows[0].fix, rows[0].block) : null,
      make("p", { class: "rule-links" }, about ? make("a", { href: `#rule-${rows[0].rule}` }, rows[0].rule) : rows[0].rule,
        about ? link(about.source, "Documentation") : null),
    ].filter((part) => part !== null);
  }
  function makeGroup(rows) {
    const byRule = grouping.value === "rule";
    const about = data.rules[rows[0].rule];
    const worst = rows.reduce((name, row) => (ORDER[row.sev] < ORDER[name] ? row.sev : name), rows[0].sev);
    const sameFix = byRule && rows.length > 1 && rows.every((row) => row.fix === rows[0].fix && row.block === rows[0].block);
    const title = byRule ? coded(about ? about.summary : rows[0].rule) : [make("span", { class: "path" }, rows[0].path)];
    const body = make("div", { class: "group-body" });
    const more = make("button", { type: "button", class: "more" });
    const element = make("details", { class: "group" },
      make("summary", null,
        make("h3", null, severity(worst), make("span", { class: "group-title" }, ...title)),
        make("span", { class: "count" }, number(rows.length))),
      body);
    let shown = 0;
    function show(count) {
      if (!shown) body.append(...(byRule ? intro(rows, about, sameFix) : []), more);
      more.before(...rows.slice(shown, count).map((row) => finding(row, !sameFix, !byRule)));
      shown = Math.max(shown, Math.min(count, rows.length));
      const left = rows.length - shown;
      more.hidden = !left;
      more.textContent = `Show ${number(Math.min(left, PAGE))} more of ${number(left)}`;
    }
    more.addEventListener("click", () => {
      const first = shown;
      show(first + PAGE);
      element.querySelectorAll(".finding")[first].focus();
    });
    element.addEventListener("toggle", () => { if (element.open && !shown) show(PAGE); });
    return { element, rows, show, open: (count) => { element.open = true; if (!shown || count > shown) show(count); } };
  }

  // -- what is shown ---------------------------------------------------------------------------------------------

  let groups = [];

  function haystack(row) {
    row.text ??= [row.msg, row.where, row.rule, row.res, row.fix, row.sup, ...(row.ev || []), ...(row.also || [])].join("\n").toLowerCase();
    return row.text;
  }
  function wanted() {
    const severities = new Set([...form.querySelectorAll("[name=severity]:checked")].map((box) => box.value));
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    return data.findings.filter((row) =>
      severities.has(row.sev)
      && (!row.sup || (ignored && ignored.checked))
      && (!family.value || (data.rules[row.rule] || {}).family === family.value)
      && words.every((word) => haystack(row).includes(word)));
  }
  function update() {
    const rows = wanted();
    const byKey = new Map();
    for (const row of rows) {
      const key = grouping.value === "rule" ? `${row.sev} ${row.rule}` : row.path;
      byKey.get(key)?.push(row) ?? byKey.set(key, [row]);
    }
    const worst = (group) => Math.min(...group.slice(0, 1000).map((row) => ORDER[row.sev]));
    const sorted = [...byKey.values()].map((group) => [worst(group), group])
      .sort(([a, one], [b, other]) => a - b || other.length - one.length || (one[0].rule < other[0].rule ? -1 : one[0].rule > other[0].rule ? 1 : 0));
    groups = sorted.map(([, group]) => makeGroup(group));
    list.replaceChildren(...groups.slice(0, MOST_GROUPS).map((group) => group.element));
    if (groups.length > MOST_GROUPS) list.append(moreGroups(MOST_GROUPS));
    let room = PAGE;
    for (const group of groups) {
      if (room <= 0) break;
      group.open(PAGE);
      room -= group.rows.length;
    }
    const total = data.findings.filter((row) => !row.sup).length;
    said.textContent = rows.length
      ? `${number(rows.length)} of ${counted(total, "finding")}, ${counted(groups.length, grouping.value === "rule" ? "cause" : "file")}`
      : "No finding is like that.";
  }
  function moreGroups(from) {
    const left = groups.length - from;
    const element = make("button", { type: "button", class: "more" }, `Show ${number(Math.min(left, MOST_GROUPS))} more of ${number(left)}`);
    element.addEventListener("click", () => { showGroups(from + MOST_GROUPS); groups[from].element.querySelector("summary").focus(); });
    return element;
  }
  function showGroups(count) {
    list.replaceChildren(...groups.slice(0, count).map((group) => group.element));
    if (groups.length > count) list.append(moreGroups(count));
  }

  // -- links to a finding, or to a rule ----------------------------------------------------------------------------

  function follow() {
    const name = location.hash.slice(1);
    const id = name.startsWith("finding-") ? name.slice(8) : null;
    if (id === null) {
      const element = document.getElementById(name);
      if (element instanceof HTMLDetailsElement) element.open = true;
      element?.scrollIntoView();
      return;
    }
    const row = data.findings.find((one) => one.id === id);
    if (!row) return;
    let at = groups.findIndex((group) => group.rows.includes(row));
    if (at < 0) {
      form.reset();
      if (row.sup && ignored) ignored.checked = true;
      update();
      at = groups.findIndex((group) => group.rows.includes(row));
    }
    const group = groups[at];
    if (!group.element.isConnected) showGroups(at + 1);
    group.open(Math.ceil((group.rows.indexOf(row) + 1) / PAGE) * PAGE);
    const element = document.getElementById(name);
    for (const other of document.querySelectorAll(".target")) other.classList.remove("target");
    element.classList.add("target");
    element.scrollIntoView();
    element.focus({ preventScroll: true });
  }

  // -- the start -------------------------------------------------------------------------------------------------

  for (const name of [...new Set(data.findings.map((row) => (data.rules[row.rule] || {}).family).filter(Boolean))].sort()) {
    family.append(make("option", { value: name }, name));
  }
  let timer;
  search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(update, 120); });
  form.addEventListener("change", (event) => { if (event.target !== search) update(); });
  document.getElementById("clear").addEventListener("click", () => { form.reset(); update(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => {
    let room = PRINTED;
    for (const group of groups) {
      if (room <= 0) break;
      group.open(Math.min(group.rows.length, room));
      room -= group.rows.length;
    }
  });
  form.hidden = false;
  update();
  if (location.hash) follow();
})();
