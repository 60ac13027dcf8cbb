import { describe, expect, test } from 'vitest';
import { KeyTerms } from '../../src/match/key-terms.ts';

function keyTermsOf(bodies: readonly string[]): string[][] {
  const terms = new KeyTerms();
  for (const body of bodies) terms.add(body);
  return terms.best();
}

/** A few sentences on one invented place each: what a label should hold, and words that label nothing. */
const STORIES: Readonly<Record<string, { text: string; holds: string; lacks: readonly string[] }>> = {
  English: {
    text: "On Monday the council said that Orrin Dam would be closed. The people below Orrin had been told on Sunday. Orrin's wardens, who have worked there for years, said after the meeting that they would stay.",
    holds: 'Orrin',
    lacks: ['would', 'said', 'Monday', 'years'],
  },
  Spanish: {
    text: 'El lunes el consejo dijo que la presa de Orrín será cerrada. Los vecinos de Orrín también fueron avisados el domingo. Según los guardas de Orrín, que llevan años allí, nadie quiere irse, aunque todos tienen donde dormir.',
    holds: 'Orrín',
    lacks: ['dijo', 'según', 'también', 'lunes', 'aunque'],
  },
  French: {
    text: "Lundi, le conseil a déclaré que le barrage d'Orrin sera fermé. Les habitants d'Orrin ont été avertis dimanche. Selon les gardiens d'Orrin, qui travaillent depuis longtemps, personne ne veut partir, mais tous savent où dormir.",
    holds: 'Orrin',
    lacks: ['selon', 'déclaré', 'lundi', 'mais'],
  },
  German: {
    text: 'Der Rat sagte am Montag, dass die Mauer von Orrin geschlossen werden sollte. Die Leute unterhalb von Orrin wurden bereits am Sonntag gewarnt. Nach Angaben der Wärter von Orrin, die dort schon seit vielen Jahren arbeiten, möchte niemand weichen.',
    holds: 'Orrin',
    lacks: ['sagte', 'werden', 'bereits', 'Montag', 'Angaben'],
  },
  Portuguese: {
    text: 'Na segunda-feira o conselho afirmou que a barragem de Orrim será fechada. Os moradores de Orrim também foram avisados. Segundo os guardas de Orrim, que trabalham ali desde sempre, ninguém quer sair, embora todos tenham onde dormir.',
    holds: 'Orrim',
    lacks: ['afirmou', 'segundo', 'também'],
  },
  Italian: {
    text: 'Lunedì il consiglio ha detto che la diga di Orrino sarà chiusa. Anche gli abitanti di Orrino sono stati avvisati domenica. Secondo i guardiani di Orrino, che lavorano lì da sempre, nessuno vuole partire.',
    holds: 'Orrino',
    lacks: ['detto', 'secondo', 'anche', 'lunedì'],
  },
  Turkish: {
    text: "Konsey pazartesi günü Orrin barajının kapatılacağını söyledi. Orrin'in altında oturanlar için de uyarı yapıldı. Orrin bekçileri ise daha önce olduğu gibi kalmak istediklerini açıkladı, ancak kimse gitmek istemiyor.",
    holds: 'Orrin',
    lacks: ['söyledi', 'açıkladı', 'ancak', 'pazartesi', 'daha'],
  },
  Russian: {
    text: 'В понедельник совет сообщил, что плотина Оррин будет закрыта. Жители ниже Оррина были предупреждены в воскресенье. Смотрители плотины Оррин, которые работают там давно, заявили, что останутся.',
    holds: 'Оррин',
    lacks: ['сообщил', 'заявили', 'которые', 'понедельник'],
  },
  Ukrainian: {
    text: 'У понеділок рада повідомила, що гребля Оррін буде закрита. Жителі нижче були попереджені в неділю. Сторожі греблі Оррін, які працюють там давно, заявили, що залишаться, а міст Оррін зачинять.',
    holds: 'Оррін',
    lacks: ['повідомила', 'заявили', 'понеділок'],
  },
  Arabic: {
    text: 'أعلن المجلس يوم الاثنين أن سد أورين سيغلق. وقال سكان أورين إنهم علموا بذلك يوم الأحد. وأضاف حراس أورين الذين يعملون هناك منذ زمن أنهم لن يغادروا إلى مكان آخر.',
    holds: 'أورين',
    lacks: ['أعلن', 'الذين', 'الاثنين', 'وأضاف', 'هناك'],
  },
  Chinese: {
    text: '议会周一表示，奥林水坝将关闭。奥林水坝下游的居民周日已经得到通知。在奥林水坝工作多年的守卫说，他们不会离开，而且下游的居民也不愿意走。',
    holds: '奥林水坝',
    lacks: ['表示', '他们', '周一'],
  },
  Japanese: {
    text: '議会は月曜日、オーリンダムを閉鎖すると発表した。オーリンダムの下流の住民には日曜日に知らされた。長年働いてきた管理人は、下流の住民と一緒に残ると話した。',
    holds: 'オーリンダム',
    lacks: ['月曜日', '発表'],
  },
};

describe.each(Object.entries(STORIES))('a story in %s', (language, { text, holds, lacks }) => {
  test('is labelled with what it is about, and with no word of every story', () => {
    const all = Object.entries(STORIES);
    const terms = keyTermsOf(all.map(([, story]) => story.text))[all.findIndex(([name]) => name === language)] ?? [];
    expect(terms[0]).toBe(holds);
    const lower = terms.map((term) => term.toLowerCase());
    for (const word of lacks) expect(lower).not.toContain(word.toLowerCase());
  });

  test('is labelled so where it is the only one', () => {
    expect(keyTermsOf([text])[0]).toContain(holds);
  });
});

test('a term is spelled as in the story, and in capitals where it is never otherwise', () => {
  const body =
    'MARLOW BAY (AP) - The ferry left Marlow at noon, and OPEK said so. At Marlow the ferry is known, says OPEK.';
  expect(keyTermsOf([body])[0]).toEqual(expect.arrayContaining(['Marlow', 'OPEK']));
});

test('a text in which nothing tells has no terms', () => {
  expect(keyTermsOf(['', '12 34', '的了在是', 'the of and with'])).toEqual([[], [], [], []]);
});

/** Counting every piece of it would take hours, and the test is given up long before. */
test('a text that repeats one character for ever is labelled by its beginning', () => {
  const bodies = (length: number) =>
    Array.from({ length: 50 }, (_, k) => String.fromCharCode(0x4e00 + k).repeat(length));
  expect(keyTermsOf(bodies(100_000))).toEqual(keyTermsOf(bodies(1000)));
});
