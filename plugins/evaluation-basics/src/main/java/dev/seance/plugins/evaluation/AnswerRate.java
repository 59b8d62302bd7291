// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import java.util.List;

/**
 * How many replies are about what was asked, and the same by chance.
 *
 * @param rate the share of the replies that have a topic word of their question
 * @param low where the 95 % interval begins
 * @param high where it ends
 * @param byChance the share that has a topic word of another question, and one that the person has not said: what babble comes
 *     to. It is the mean over all pairs, as over all ways to shuffle the topics
 */
record AnswerRate(double rate, double low, double high, double byChance) {

    private static final double NORMAL_95 = 1.96;

    /** Of replies, at least one. */
    static AnswerRate of(List<Reply> replies) {
        double rate = (double) replies.stream().filter(Reply::answers).count() / replies.size();
        // Several replies to a question are answers together or not at all; so the interval goes by the questions.
        long questions = replies.stream().map(Reply::question).distinct().count();
        double[] interval = interval(rate, questions);
        return new AnswerRate(rate, interval[0], interval[1], chance(replies));
    }

    /** The interval in which the rate of such a model lies, 95 times of 100 (Wilson 1927). */
    static double[] interval(double rate, long count) {
        double z = NORMAL_95;
        double centre = rate + z * z / (2 * count);
        double around = z * Math.sqrt(rate * (1 - rate) / count + z * z / (4.0 * count * count));
        double all = 1 + z * z / count;
        return new double[] {Math.max(0, (centre - around) / all), Math.min(1, (centre + around) / all)};
    }

    private static double chance(List<Reply> replies) {
        List<Question> questions =
                replies.stream().map(Reply::question).distinct().toList();
        long pairs = 0;
        long met = 0;
        for (Reply reply : replies) {
            Topic.Words said = reply.words();
            Topic.Words asked = reply.question().words();
            for (Question other : questions) {
                if (!other.equals(reply.question())) {
                    pairs++;
                    met += other.topic().isIn(said, asked) ? 1 : 0;
                }
            }
        }
        return pairs == 0 ? 0 : met / (double) pairs;
    }
}
