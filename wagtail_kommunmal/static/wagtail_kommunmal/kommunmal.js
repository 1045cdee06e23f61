/*
 * Goals, assignments, key figures and tallies of a municipality on any page:
 *
 *   <script src="https://kommun.example/static/wagtail_kommunmal/kommunmal.js" defer></script>
 *   <kommunmal-goal src="https://kommun.example/kommunmal/v1/goals/…">
 *     <a href="https://kommun.example/mal/…">Målet på kommunens webbplats</a>
 *   </kommunmal-goal>
 *
 * Every element reads one address of the API, named in “src”, and writes plain HTML in its place, in the colours and
 * fonts of the page around it. Without script, and when the address does not answer, what stands inside it remains.
 * “heading-level” (2–5) says where in the page's outline the element stands; 2 if nothing is said.
 */
(() => {
  "use strict";

  const TEXTS = {
    sv: {
      loading: "Hämtar …",
      failed: "Uppgifterna kunde inte hämtas just nu.",
      nothing: "Här finns inget publicerat ännu.",
      notAssessed: "Ingen bedömning",
      responsible: "Ansvarig",
      status: "Status",
      followedUp: "Senast följt upp",
      assessment: "Bedömning",
      period: "Period",
      missing: "Uppgift saknas",
      preliminary: "preliminärt",
      more: "Läs mer på kommunens webbplats",
      goals: "Mål",
      assignments: "Uppdrag",
      keyFigures: "Nyckeltal",
      investments: "Investeringar",
      investment: "Investering",
      first: (count, total) => `Visar ${count} av ${total}.`,
    },
    en: {
      loading: "Loading …",
      failed: "The information could not be fetched right now.",
      nothing: "Nothing has been published here yet.",
      notAssessed: "Not assessed",
      responsible: "Responsible",
      status: "Status",
      followedUp: "Last followed up",
      assessment: "Assessment",
      period: "Period",
      missing: "No value",
      preliminary: "preliminary",
      more: "Read more on the municipality's site",
      goals: "Goals",
      assignments: "Assignments",
      keyFigures: "Key figures",
      investments: "Investments",
      investment: "Investment",
      first: (count, total) => `Showing ${count} of ${total}.`,
    },
  };

  /* What assignments may be asked for by attributes; several values are separated by spaces. */
  const ASKED_FOR = ["body", "role", "origin", "status", "year", "limit"];

  /* What may stand in the text of a document; everything else is read as its text alone. */
  const ALLOWED = new Set(["A", "B", "BLOCKQUOTE", "BR", "EM", "I", "LI", "OL", "P", "STRONG", "UL"]);

  /** Make an element with attributes and children; children that are null are left out. */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) {
      if (value != null) {
        element.setAttribute(attribute, value);
      }
    }
    element.append(...children.flat().filter((child) => child != null && child !== ""));
    return element;
  }

  function link(href, ...children) {
    return make("a", { href: webAddress(href) }, ...children);
  }

  /** Return an address that a page may link to, or null. */
  function webAddress(href) {
    const url = URL.canParse(href) ? new URL(href) : null;
    return url && ["http:", "https:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
  }

  /** Make nodes of a document's HTML: its structure and links, never its attributes. */
  function richText(html) {
    return html ? [...new DOMParser().parseFromString(html, "text/html").body.childNodes].flatMap(copied) : [];
  }

  function copied(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      return [node.data];
    }
    if (node.nodeType !== Node.ELEMENT_NODE || ["SCRIPT", "STYLE"].includes(node.tagName)) {
      return [];
    }
    const children = [...node.childNodes].flatMap(copied);
    if (!ALLOWED.has(node.tagName)) {
      return children;
    }
    return node.tagName === "A" ? [link(node.href, ...children)] : [make(node.tagName, {}, ...children)];
  }

  function facts(pairs) {
    const known = pairs.filter(([, value]) => value != null && value.length !== 0);
    const parts = known.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]);
    return parts.length ? make("dl", {}, parts) : null;
  }

  function bodies(responsible) {
    return responsible.map((body) => body.name).join(", ");
  }

  function statusOf(followUp, texts) {
    return followUp?.status?.label ?? texts.notAssessed;
  }

  /** What all elements share: they fetch, tell how it goes, and put the answer in the place of what stood there. */
  class KommunmalElement extends HTMLElement {
    static observedAttributes = ["src"];

    connectedCallback() {
      this.fallback ??= [...this.childNodes];
      this.show();
    }

    attributeChangedCallback(_name, before, after) {
      if (this.isConnected && this.fallback && before !== after) {
        this.show();
      }
    }

    disconnectedCallback() {
      this.asked?.abort();
    }

    get texts() {
      return (this.closest("[lang]")?.lang ?? "sv").startsWith("en") ? TEXTS.en : TEXTS.sv;
    }

    get address() {
      return new URL(this.getAttribute("src"), document.baseURI);
    }

    /** Make a heading; `depth` counts from the element's own place in the outline. */
    heading(text, depth = 0) {
      const level = Number(this.getAttribute("heading-level")) || 2;
      return make(`h${Math.min(6, Math.max(2, level) + depth)}`, {}, text);
    }

    async show() {
      this.asked?.abort();
      const { signal } = (this.asked = new AbortController());
      this.setAttribute("aria-busy", "true");
      this.replaceChildren(...this.fallback, make("p", { role: "status" }, this.texts.loading));
      try {
        const response = await fetch(this.address, { signal, headers: { Accept: "application/json" } });
        if (!response.ok) {
          throw new Error(`${response.status} ${response.url}`);
        }
        const answer = await response.json();
        this.lang = response.headers.get("Content-Language") ?? answer.lang ?? this.lang;
        const content = this.contents(answer);
        this.replaceChildren(...(content.length ? content : [make("p", {}, this.texts.nothing)]));
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        console.error(`<${this.localName}>`, error);
        this.replaceChildren(...this.fallback, make("p", { role: "status" }, this.texts.failed));
      }
      this.removeAttribute("aria-busy");
      this.dispatchEvent(new CustomEvent("kommunmal-shown", { bubbles: true }));
    }

    more(answer) {
      return answer.webUrl ? make("p", {}, link(answer.webUrl, this.texts.more)) : null;
    }
  }

  /** A goal with what is done to reach it: `/goals/{id}`. */
  class KommunmalGoal extends KommunmalElement {
    contents(goal) {
      const { texts } = this;
      const assessed = goal.assessment;
      return [
        this.heading(goal.title),
        goal.statement && goal.statement !== goal.title ? make("p", {}, goal.statement) : null,
        facts([[texts.assessment, [statusOf(assessed, texts), assessed?.period.label].filter(Boolean).join(", ")]]),
        ...richText(assessed?.commentHtml),
        ...goal.sections.flatMap((section) => this.section(section)),
        this.more(goal),
      ].filter(Boolean);
    }

    section(section) {
      const items = this.items(section);
      const text = richText(section.type === "text" ? section.textHtml : section.introHtml);
      if (!items.length && !text.length) {
        return [];
      }
      const heading = section.heading ? this.heading(section.heading, 1) : null;
      return [heading, ...text, items.length ? make("ul", {}, items) : null];
    }

    items(section) {
      const { texts } = this;
      switch (section.type) {
        case "assignments":
          return section.assignments.map((assignment) => make("li", {}, assignmentParts(assignment, texts)));
        case "keyFigures":
          return section.keyFigures.map((figure) => make("li", {}, figure.summaryText));
        case "investments":
          return section.investments.map((investment) => make("li", {}, investment.name));
        case "accomplishments":
          return section.accomplishments.map((accomplishment) => make("li", {}, ...richText(accomplishment.textHtml)));
        default:
          return [];
      }
    }
  }

  /** Assignments across all goals: `/assignments`, of a body, with a status, of a year. */
  class KommunmalAssignments extends KommunmalElement {
    static observedAttributes = ["src", ...ASKED_FOR];

    get address() {
      const address = super.address;
      for (const name of ASKED_FOR.filter((name) => this.hasAttribute(name))) {
        for (const value of this.getAttribute(name).split(" ").filter(Boolean)) {
          address.searchParams.append(name, value);
        }
      }
      return address;
    }

    contents(list) {
      const { texts } = this;
      const { count, totalRecords } = list._meta;
      if (!count) {
        return [];
      }
      return [
        make("ul", {}, list.items.map((item) => make("li", {}, assignmentParts(item, texts, item.goal)))),
        count < totalRecords ? make("p", {}, texts.first(count, totalRecords)) : null,
      ].filter(Boolean);
    }
  }

  function assignmentParts(assignment, texts, goal) {
    const { title, webUrl, currentFollowUp: current } = assignment;
    return [
      make("p", {}, make("strong", {}, webUrl ? link(webUrl, title) : title)),
      facts([
        [texts.status, statusOf(current, texts)],
        [texts.responsible, bodies(assignment.responsible)],
        [texts.followedUp, current?.period.label],
        [texts.goals, goal?.title],
      ]),
    ];
  }

  /** A key figure with its values: `/key-figures/{id}`. */
  class KommunmalKeyFigure extends KommunmalElement {
    contents(figure) {
      const own = figure.values.filter((value) => value.series.code === "own").reverse();
      return [
        this.heading(figure.name),
        make("p", {}, figure.summaryText),
        own.length ? this.table(figure, own) : null,
        figure.source.attribution ? make("p", {}, make("small", {}, figure.source.attribution)) : null,
        this.more(figure),
      ].filter(Boolean);
    }

    table(figure, values) {
      const { texts } = this;
      const genders = [...new Map(values.map((value) => [value.gender.code, value.gender.label]))];
      const periods = [...new Map(values.map((value) => [value.period.code, value.period.label]))];
      const cells = new Map(values.map((value) => [`${value.period.code} ${value.gender.code}`, value]));
      const columns = [texts.period, ...genders.map(([, label]) => label)];
      return make(
        "table",
        {},
        make("caption", {}, `${figure.name}, ${figure.unitLabel ?? figure.unit.label}`),
        make("thead", {}, make("tr", {}, columns.map((name) => make("th", { scope: "col" }, name)))),
        make(
          "tbody",
          {},
          periods.map(([period, label]) =>
            make(
              "tr",
              {},
              make("th", { scope: "row" }, label),
              genders.map(([gender]) => make("td", {}, shownValue(cells.get(`${period} ${gender}`), texts))),
            ),
          ),
        ),
      );
    }
  }

  function shownValue(value, texts) {
    const shown = value?.valueText ?? value?.value;
    if (shown == null) {
      return value?.missingReason ? `${texts.missing}: ${value.missingReason.label.toLowerCase()}` : texts.missing;
    }
    return value.preliminary ? `${shown} (${texts.preliminary})` : shown;
  }

  /** A plan in figures: `/plans/{id}`. */
  class KommunmalTallies extends KommunmalElement {
    contents(plan) {
      const { texts } = this;
      const counted = Object.entries(plan.tallies).filter(([kind, tally]) => texts[kind] && tally.total);
      if (!counted.length) {
        return [];
      }
      return [
        this.heading(plan.title),
        ...counted.flatMap(([kind, tally]) => {
          const statuses = this.statuses(tally.byStatus, plan.words);
          return [this.heading(`${texts[kind]}: ${tally.total}`, 1), statuses.length ? make("ul", {}, statuses) : null];
        }),
        this.more(plan),
      ].filter(Boolean);
    }

    statuses(byStatus = {}, words) {
      const labels = new Map(Object.values(words ?? {}).flat().map(({ code, label }) => [camelCase(code), label]));
      return Object.entries(byStatus)
        .filter(([, count]) => count)
        .map(([code, count]) => make("li", {}, `${labels.get(code) ?? this.texts[code] ?? code}: ${count}`));
    }
  }

  function camelCase(code) {
    return code.replace(/_(\w)/g, (_all, letter) => letter.toUpperCase());
  }

  customElements.define("kommunmal-goal", KommunmalGoal);
  customElements.define("kommunmal-assignments", KommunmalAssignments);
  customElements.define("kommunmal-key-figure", KommunmalKeyFigure);
  customElements.define("kommunmal-tallies", KommunmalTallies);
})();
