// Usage: node main.mjs JSON
// Has somebody use the page in a browser. The argument:
//   server       the server's origin
//   mode         Open or Required
//   token        of the user, for what is done outside the browser; null in Open
//   signIn       {username, password}; null in Open
//   other        {username, password} of somebody else; null in Open
//   sizes        {width, height} of the window: scenarios are played at the first, views are looked at in each
//   folder       for files to upload
//   screenshots  folder for pictures
//   only         a regular expression, to play those scenarios alone whose names match; absent in the tests
// Prints as JSON each scenario's name and its fault (null: it went well).
import { withBrowser } from '../browser.mjs';
import { accessScenarios, signInScenarios } from './access.mjs';
import { faultScenarios } from './faults.mjs';
import { deletionScenarios, fileScenarios } from './file.mjs';
import { listScenarios, scaleScenarios } from './list.mjs';
import { placeScenarios } from './place.mjs';
import { queueScenarios, strainScenarios } from './queue.mjs';
import { reachScenarios } from './reach.mjs';
import { Stage } from './stage.mjs';
import { uploadScenarios } from './upload.mjs';

// What a scenario that failed was still waiting for fails after it.
process.on('unhandledRejection', () => {});

const plan = JSON.parse(process.argv[2]);
const isRequired = plan.mode === 'Required';
// Where there is no sound device, looking for one takes a browser most of a minute; and one page at a time needs one process, which is then warm.
const results = await withBrowser(['--disable-audio-output', '--renderer-process-limit=1'], (context) => new Stage(plan, context).play([
  ...(isRequired ? signInScenarios : []), ...uploadScenarios, ...listScenarios, ...fileScenarios, ...faultScenarios,
  // What does not depend on who is here, or on the window that it is first played in, is played in one of the two.
  ...(isRequired ? [...reachScenarios, ...queueScenarios] : [...placeScenarios, ...scaleScenarios, ...strainScenarios]),
  ...deletionScenarios, ...(isRequired ? accessScenarios : []),
].filter(([name]) => new RegExp(plan.only ?? '').test(name))));
console.log(JSON.stringify(results));
// An answer that nobody has read to its end would hold the process.
process.exit();
