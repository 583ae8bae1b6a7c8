// What verification found, each at its place.
import { h, icon } from './dom.js';
import { clock, number } from './format.js';

/** @import { Schemas } from 'contract' */
/** @import { Player } from './player.js' */

const SEVERITIES = { error: ['damaged', 'Damage'], warning: ['warning', 'Doubt'], info: ['info', 'Remark'] };

/** @param {Schemas['Finding'][]} findings @param {Player} player */
export function findingsSection(findings, player) {
  if (findings.length === 0) return null;
  return h('section', { class: 'card findings', 'aria-labelledby': 'findings-title' }, h('h2', { id: 'findings-title' }, 'Findings'),
    h('ol', {}, ...findings.map((finding) => {
      const [name, title] = SEVERITIES[finding.severity ?? 'info'];
      const at = finding.at;
      return h('li', { class: 'finding', 'data-severity': finding.severity }, icon(name ?? ''),
        h('div', {}, h('p', {}, h('strong', {}, `${title}: `), finding.message ?? ''),
          h('p', { class: 'finding-place' },
            typeof at === 'number' && h('button', { type: 'button', class: 'link', onclick: () => { player.seek(at); player.slider.focus(); } }, `at ${clock(at, 3)}`),
            typeof at === 'number' && ' · ', typeof finding.byte === 'number' && `byte ${number(finding.byte)} · `, finding.code)));
    })));
}
