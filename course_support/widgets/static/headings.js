// What people copy out of a spreadsheet: its cells, and which column of a table each belongs to.

import { short } from "./rows.js";

// What the kernel takes out of typed text too: invisible characters come along when cells are pasted.
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cs}\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
export const tidy = (text) => text.replace(UNSEEN, "").normalize("NFC");
const alike = (text) => text.toLowerCase().split(/\s+/).filter(Boolean).join(" ");

/** The rows and cells that a spreadsheet puts on the clipboard; it puts a cell of several lines in quotes. */
export function cellsOf(text) {
  const whole = text.replace(/\r\n?/g, "\n").replace(/\n$/, ""), rows = [[]];
  for (let at = 0; at <= whole.length;) {
    const quoted = /"((?:[^"]|"")*)"(?=[\t\n]|$)/y, plain = /[^\t\n]*/y;
    quoted.lastIndex = plain.lastIndex = at;
    const several = quoted.exec(whole);
    const inside = several && /[\n\t]|""/.test(several[1]);
    rows[rows.length - 1].push((inside ? several[1].replaceAll('""', '"') : plain.exec(whole)[0]).trim());
    const end = inside ? quoted.lastIndex : plain.lastIndex;
    if (whole[end] === "\n") rows.push([]);
    at = end + 1;
  }
  return rows;
}

/** A choice as spreadsheets vary it: “Benefits”, “Capital costs”, “Revenue (running)”. */
const plain = (text) => alike(text.replace(/\([^)]*\)/g, " ")).replace(/ (costs?|spend|spending|expenditure)$/, "").replace(/s$/, "");
/** The id of the choice that a pasted cell means, or none. */
export function choiceOf(options, text) {
  const option = (as) => options.find((each) => as(each.text) === as(text));
  return (option(alike) ?? option(plain))?.id;
}

/** A heading without what people add to one: units, shares, “(£ ex VAT)”. */
const bare = (text) => alike(text.replace(/\([^)]*\)|\[[^\]]*\]|\d+([.,]\d+)?\s*%|£|\bgbp\b|\b(ex|excl|excluding|exclusive of|without|net of)\.?\s*vat\b/gi, " ").replace(/[\s:*–-]+$/, ""));
const isYear = (text) => /^(fy ?)?(20\d\d( ?[/–-] ?(20)?\d\d)?|\d\d ?[/–-] ?\d\d)$|^fy ?\d\d$/i.test(bare(text));
const isShare = (text) => /^\d+([.,]\d+)?\s*%$/.test(text);
const namesOf = (column) => [column.text, column.id, column.unit ? `${column.text} (${column.unit})` : "", ...column.also];
const isName = (column, text, as = alike) => as(text) !== "" && namesOf(column).some((each) => alike(each) === as(text));

/**
 * What the first row of a paste says about the columns below it. `now` tells what a table's own
 * headings are (`now.heading(column)`) and whether anything stands in a column (`now.holds(column)`).
 */
export function headings({ columns, left_out: leftOut }, now) {
  const takesAny = columns.some((column) => column.own_heading);
  const isLeftOut = (text) => [alike, bare].some((as) => leftOut.some((each) => alike(each) === as(text)));
  const numbered = columns.filter((column) => /^year \d+$/i.test(column.text));

  /** The column of each heading, or null when the row is none. */
  function byHeading(line) {
    const found = line.map(() => null), taken = new Set();
    const take = (c, column) => { if (column) { found[c] = column; taken.add(column); } };
    const open = (text, c) => text && !found[c] && !isLeftOut(text);
    for (const as of [alike, bare]) line.forEach((text, c) => {
      if (!found[c]) take(c, columns.find((each) => !taken.has(each) && isName(each, text, as)));
    });
    const dated = byYear(line, found, taken);
    dated.forEach((c, place) => take(c, numbered[place]));
    const given = line.filter((text) => text).length, known = taken.size;
    if (takesAny) for (const column of columns.filter((each) => each.holds === "money" && !taken.has(each))) {
      const speaks = (text) => column.also.some((each) => ` ${bare(text)} `.includes(` ${alike(each)} `));
      const near = line.flatMap((text, c) => (open(text, c) && speaks(text) ? [c] : []));
      if (near.length === 1) take(near[0], column);
    }
    if (!known || !(known >= 2 || known * 2 >= given || takesAny)) return null;
    if (takesAny && !found[0] && !taken.has(columns[0])) take(0, columns[0]);
    line.forEach((text, c) => {
      if (!open(text, c)) return;
      const free = columns.filter((each) => each.own_heading && !taken.has(each));
      take(c, free.find((each) => alike(now.heading(each)) === alike(text)) ?? free.find((each) => !now.holds(each)));
    });
    return { targets: found, known, own: brought(line, found), years: dated.map((c) => `“${short(line[c])}” as ${found[c].text}`) };
  }
  /** Years of the calendar in their order, where no column of a year is named: the first is the first. */
  function byYear(line, found, taken) {
    if (!taken.size || numbered.some((each) => taken.has(each))) return [];
    const years = line.flatMap((text, c) => (!found[c] && isYear(text) ? [c] : []));
    return years.length <= numbered.length ? years : [];
  }
  /** The headings that columns bring along, where they are not the columns' own. */
  function brought(line, found) {
    const own = line.flatMap((text, c) => (text && found[c] && found[c] !== columns[0] && alike(text) !== alike(found[c].text)
      ? [[found[c].id, tidy(text).replace(/\s+/g, " ")]] : []));
    return Object.fromEntries(own);
  }
  /** A heading row with the row below it, where that belongs to it: a second line of words, or shares. */
  function withSecond([first, second, ...rest]) {
    const below = (second ?? []).slice(1).filter(Boolean);
    const goesOn = second && (!second[0] ? below.length && below.every((text) => !/^[£\d.,\s]*\d[\d.,\s]*$/.test(text)) : below.length > 1 && below.every(isShare));
    if (!takesAny || !goesOn || !rest.length) return { line: first, rest: [second, ...rest].filter(Boolean), deep: 1 };
    return { line: first.map((text, c) => (c ? [text, second[c]].filter(Boolean).join(" ") : text)), rest, deep: 2 };
  }
  /** Pasted lines with their headings understood: as they stand, or turned where names stand in the first column. */
  function headed(lines) {
    const turned = Array.from({ length: Math.max(...lines.map((line) => line.length)) }, (_, c) => lines.map((line) => line[c] ?? ""));
    const [straight, sideways] = [lines, turned].map((each) => ({ heads: byHeading(withSecond(each).line), ...withSecond(each) }));
    const round = takesAny && (sideways.heads?.known ?? 0) > (straight.heads?.known ?? 0);
    const { heads, line, rest, deep } = round ? sideways : straight;
    if (!heads) return { lines, targets: null, notes: [] };
    const named = (which) => line.filter((text, c) => text && !heads.targets[c] && which(text)).map((text) => `“${short(text)}”`).join(", ");
    const over = named(isLeftOut), strange = named((text) => !isLeftOut(text)), notes = [];
    if (round) notes.push("Names stood across the top, so rows and columns were changed round.");
    notes.push(deep > 1 ? "The first two rows were taken as headings." : "The first row was taken as headings.");
    if (heads.years.length) notes.push(`Years were taken in their order: ${heads.years.join(", ")}.`);
    if (over) notes.push(`Left out, as it is no part of this table: ${over}.`);
    if (strange && takesAny) notes.push(`No column was left for ${strange}: what stood there was left out.`);
    else if (strange) notes.push(`Not recognised, so left out: ${strange}. Columns here are: ${columns.map((each) => each.text).join(", ")}.`);
    if (line.some((text, c) => !text && !heads.targets[c] && rest.some((each) => each[c]))) notes.push("A column without a heading was left out.");
    return { lines: rest, targets: heads.targets, own: heads.own, known: heads.known, heading: line, notes };
  }
  /** Whether a row holds nothing but the names of the columns from one place on. */
  const isExact = (line, onward) => line.some(Boolean) && line.every((text, c) => !text || (onward[c] && isName(onward[c], text)));
  return { takesAny, headed, isExact };
}
