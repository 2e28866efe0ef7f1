// Which settings count? The newest good ones: bad ones leave the last good ones in force, and are said aloud.
import type { Settings } from '../core/settings.js';
import type { Problem } from '../core/values/problem.js';
import type { Log } from './log.js';

export interface SettingsRead {
  readonly settings?: Settings | undefined;
  readonly problems: readonly Problem[];
}

export class SettingsInForce {
  /** Undefined until there have been good ones. */
  current: Settings | undefined;
  /** What is wrong with the newest. */
  trouble = 'no settings have been read yet';
  private text = '';

  constructor(
    private readonly log: Log,
    private readonly planOnly: boolean,
  ) {}

  take({ settings: read, problems }: SettingsRead): void {
    this.say(problems);
    if (!read) return;
    const settings: Settings = this.planOnly ? { ...read, mode: 'Plan' } : read;
    const text = JSON.stringify(settings);
    if (text === this.text) return;
    this.text = text;
    this.current = settings;
    this.log.info({ mode: settings.mode, clusterId: settings.clusterId }, 'settings taken');
  }

  private say(problems: readonly Problem[]): void {
    const trouble = problems.map(({ message }) => message).join(' ');
    if (trouble !== this.trouble && trouble !== '') {
      const consequence = this.current
        ? 'the last good settings stay in force'
        : 'nothing is done until they are mended';
      this.log.warn({ trouble }, `something is wrong with the settings: ${consequence}`);
    }
    this.trouble = trouble;
  }
}
