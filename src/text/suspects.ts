/** Code units that could be part of a disguise: invisible ones, marks, letters in other dress. */
export const SUSPECT_UNITS = [
  '[\\u00ad\\u061c\\u180e\\u2000-\\u200f\\u202a-\\u202f\\u205f-\\u206f\\ufe00-\\ufe0f\\ufeff\\udb40]',
  '[\\u0300-\\u036f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f]',
  '[\\uff21-\\uff3a\\uff41-\\uff5a\\ufb00-\\ufb06\\ud835\\u249c-\\u24e9]',
  '[\\u0251\\u0261\\u0262\\u026a\\u0274\\u0280\\u0299\\u029c\\u029f\\u028f\\u1d00-\\u1d22\\ua730\\ua731]',
].join('|');
/** Letters of two alphabets side by side. */
export const SUSPECT_NEIGHBOURS = '[A-Za-z][\\u0370-\\u052f]|[\\u0370-\\u052f][A-Za-z]';
