import { h, head } from './dom.js';
export default page => page.append(head('keys', 'To come.'));
