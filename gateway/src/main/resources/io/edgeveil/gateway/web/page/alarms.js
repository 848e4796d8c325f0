// What went wrong.

import { ago, byId, count, keep, make, set } from './text.js';

export function showAlarms(moment) {
  byId('no-alarms').hidden = moment.alarms.length > 0;
  keep(byId('alarms'), moment.alarms, (alarm) => `${alarm.device} ${alarm.title}`, () => {
    const item = make('li');
    item.append(make('b'), make('span'), make('small'));
    return item;
  }, (item, alarm) => {
    item.classList.toggle('grave', alarm.grave);
    item.classList.toggle('over', alarm.over);
    set(item.querySelector('b'), `${alarm.device}: ${alarm.title}`);
    set(item.querySelector('span'), ` – ${alarm.detail}`);
    const times = alarm.count > 1 ? `${count(alarm.count)} times, last ` : '';
    set(item.querySelector('small'), times + ago(alarm.at, moment.at) + (alarm.over ? '; over' : ''));
  });
}
