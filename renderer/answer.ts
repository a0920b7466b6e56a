import { useEffect, useState } from 'react';
import type { Input, Name, Output, Topic } from '../main/contract.ts';
import { client, Fault } from './client.ts';
import { onTopic } from './live.ts';

/** What is known of an answer. `value` stays while it is asked again; `fault` beside a value means that the value is getting old. */
export interface Answer<T> {
  value: T | null;
  fault: Fault | null;
}

const REPEAT_MS = 60_000;

/**
 * Asks, and asks again when one of the topics changed and every minute (due hours move by themselves).
 * An answer belongs to its question: another patient's answer is never shown while this one's is on its way.
 */
export function useAnswer<N extends Name>(
  name: N,
  input: Input<N>,
  topics: readonly Topic[],
  everyMs = REPEAT_MS,
): Answer<Output<N>> {
  const question = JSON.stringify([name, input]);
  const heardTopics = topics.join();
  const [held, hold] = useState<{ question: string; answer: Answer<Output<N>> } | null>(null);
  useEffect(() => {
    let current = true;
    let asked = 0;
    const ask = async () => {
      const turn = ++asked;
      const keep = (change: (before: Answer<Output<N>> | null) => Answer<Output<N>>) => {
        if (!current || turn !== asked) return;
        hold(before => ({ question, answer: change(before?.question === question ? before.answer : null) }));
      };
      const [method, said] = JSON.parse(question) as [N, Input<N>];
      try {
        const value = (await client[method](said as never)) as Output<N>;
        keep(() => ({ value, fault: null }));
      } catch (error) {
        const fault = error instanceof Fault ? error : new Fault('internal', String(error));
        keep(before => ({ value: before?.value ?? null, fault }));
      }
    };
    void ask();
    const stop = onTopic(topic => {
      if (heardTopics.split(',').includes(topic)) void ask();
    });
    const repeat = setInterval(() => void ask(), everyMs);
    return () => {
      current = false;
      stop();
      clearInterval(repeat);
    };
  }, [question, heardTopics, everyMs]);
  return held?.question === question ? held.answer : { value: null, fault: null };
}
