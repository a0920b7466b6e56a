import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { Reply, Topic } from '../contract.ts';

/** All that the page gets of Electron: ask, and be told what is out of date. */
contextBridge.exposeInMainWorld('kiosk', {
  send: (name: string, input: unknown) => ipcRenderer.invoke('call', name, input) as Promise<Reply>,
  listen: (heard: (topic: Topic) => void) => {
    const pass = (_event: IpcRendererEvent, topic: Topic) => heard(topic);
    ipcRenderer.on('topic', pass);
    return () => void ipcRenderer.removeListener('topic', pass);
  },
});
