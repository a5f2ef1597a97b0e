"use strict";
// The names a body's reports bore over the years (`names.py`): the one of a year, and what there is to say of a change.
(function () {
  const g = window.gongkai;
  const { t } = g;

  /** Periods as {first, last, name, day, kind}; none for a body whose name never changed. */
  const namesOf = (periods) => (periods || []).map(([first, last, name, day, kind]) => ({ first, last, name, day, kind }));

  /** The name of a body in a year: that of its report, else of the report before it. */
  function nameThen(body, year) {
    const known = (body.names || []).filter((period, place) => place === 0 || period.first <= year);
    return known.length ? known[known.length - 1].name : body.name;
  }

  const span = ({ first, last }) => (first === last ? String(first) : `${first}–${last}`);

  /** What a name of a year other than that of now needs beside it: the name of now and since when; "" where they are one. */
  function nameNow(body, year) {
    if (nameThen(body, year) === body.name) return "";
    const now = body.names[body.names.length - 1];
    return t("name.now", { name: now.name, first: now.first });
  }

  /** The former names of a body that fall into some years, each with its years. */
  const namesBefore = (body, years) => (body.names || []).filter((period) => period.name !== body.name && years.some((year) => year >= period.first && year <= period.last))
    .map((period) => t("name.was", { span: span(period), name: period.name }));

  /** Each change of name: {at: where it stands on an axis of years, day, said, label}. */
  const changes = (names) => names.slice(1).map((period, place) => {
    const step = period.day ? t("name.on", { day: period.day, kind: g.nameOf("lineage", period.kind) }) : "";
    const said = step + t("name.since", { first: period.first, name: period.name, span: span(names[place]), before: names[place].name });
    return { at: period.day ? g.placeOfDay(period.day) : period.first - 0.5, said, label: period.day ? g.nameOf("lineage", period.kind) : t("name.break") };
  });

  Object.assign(g, { namesOf, nameThen, nameNow, namesBefore, nameChanges: changes });
})();
