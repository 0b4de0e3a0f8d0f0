import { h, head } from './dom.js';
export default page => page.append(head('explain', 'To come.'));
