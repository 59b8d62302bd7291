// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import dev.seance.plugins.fiction.Cast.Match;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

final class SpeakerChain {

    private static final List<Grouping> GROUPINGS = Grouping.values();
    private static final int LONGEST = 2000;
    private static final Pattern YES_OR_NO = Pattern.compile("(?:yes|no|ay|aye|nay|indeed|certainly|of course|never|nothing|quite so|not)\\b", Pattern.CASE_INSENSITIVE);

    private final List<Utterance> utterances;
    private final List<Set<Signal>> signals;
    private final Cast cast;
    private double[] weights;
    private final Clue[][][] same;
    private final Clue[][][] others;
    private final Clue[][] on;
    private final double[][] sameW;
    private final double[][] otherW;
    final double[] other;
    final double[] back;

    SpeakerChain(List<Utterance> utterances, List<Set<Signal>> signals, Cast cast) {
        this.utterances = utterances;
        this.signals = signals;
        this.cast = cast;
        int n = utterances.size();
        this.same = new Clue[n][Grouping.MEMORY][];
        this.others = new Clue[n][Grouping.MEMORY][];
        this.on = new Clue[n][];
        this.sameW = new double[n][Grouping.MEMORY];
        this.otherW = new double[n][Grouping.MEMORY];
        this.other = new double[n];
        this.back = new double[n];
        Arrays.fill(other, 0.5);
        for (int i = 1; i < n; i++) {
            on[i] = goesOn(i).toArray(new Clue[0]);
            for (int ago = 1; ago <= Grouping.MEMORY && i - ago >= 0; ago++) {
                List<Clue> s = new ArrayList<>();
                List<Clue> o = new ArrayList<>();
                evidence(utterances.get(i - ago), utterances.get(i), ago, s, o);
                same[i][ago - 1] = s.toArray(new Clue[0]);
                others[i][ago - 1] = o.toArray(new Clue[0]);
            }
        }
    }

    private double w(Clue c) {
        return weights[c.ordinal()];
    }

    private double w(Clue[] cs) {
        double sum = 0;
        for (Clue c : cs) {
            sum += weights[c.ordinal()];
        }
        return sum;
    }

    SpeakerChain run(double[] w) {
        weights = w;
        int from = 0;
        for (int i = 1; i <= utterances.size(); i++) {
            if (i == utterances.size() || utterances.get(i).gap().broken() || i - from == LONGEST) {
                segment(from, i);
                from = i;
            }
        }
        return this;
    }

    private boolean informative(int i) {
        return utterances.get(i).speaker().isKnown() || !utterances.get(i).calls().isEmpty();
    }

    private void evidence(Utterance then, Utterance now, int ago, List<Clue> s, List<Clue> o) {
        Match match = cast.compare(then.speaker(), now.speaker());
        boolean said = then.attribution().isSaid() && now.attribution().isSaid();
        if (match == Match.SAME) {
            s.add(said ? Clue.SAME_NAME_SAME : Clue.SAME_ACTED_SAME);
            o.add(said ? Clue.SAME_NAME_OTHER : Clue.SAME_ACTED_OTHER);
        } else if (match == Match.DIFFERENT) {
            boolean g = cast.gender(then.speaker()).differsFrom(cast.gender(now.speaker()));
            s.add(said ? g ? Clue.GENDER_SAME : Clue.NAME_SAME : g ? Clue.ACTED_GENDER_SAME : Clue.ACTED_NAME_SAME);
            o.add(g ? Clue.GENDER_OTHER : Clue.NAME_OTHER);
        } else if (then.speaker().isPronoun() && then.speaker().equals(now.speaker())) {
            s.add(Clue.PRONOUN_SAME);
            o.add(Clue.PRONOUN_OTHER);
        } else if (then.speaker().isKnown() && now.speaker().isKnown()) {
            s.add(Clue.VAGUE_SAME);
            o.add(Clue.VAGUE_OTHER);
        }
        if (now.addresses(then.speaker()) || then.addresses(now.speaker())) {
            s.add(Clue.CALLS_SAME);
            o.add(Clue.CALLS_OTHER);
        }
        if (!now.calls().isEmpty() && !then.calls().isEmpty()) {
            boolean alike = !Collections.disjoint(now.calls(), then.calls());
            s.add(alike ? Clue.CALL_ALIKE_SAME : Clue.CALL_UNLIKE_SAME);
            o.add(alike ? Clue.CALL_ALIKE_OTHER : Clue.CALL_UNLIKE_OTHER);
        }
        Match acts = cast.compare(now.gap().actor(), then.speaker());
        if (acts != Match.UNKNOWN) {
            s.add(acts == Match.SAME ? Clue.ACTS_SAME : Clue.ACTS_OTHER);
        }
        Speaker antecedent = switch (now.speaker().name()) {
            case "he" -> now.gap().he();
            case "she" -> now.gap().she();
            default -> Speaker.UNKNOWN;
        };
        Match meant = cast.compare(antecedent, then.speaker());
        if (meant != Match.UNKNOWN) {
            s.add(meant == Match.SAME ? Clue.ANTECEDENT_SAME : Clue.ANTECEDENT_OTHER);
        }
    }

    private List<Clue> goesOn(int i) {
        List<Clue> clues = new ArrayList<>(List.of(Clue.GOES_ON));
        for (Signal s : signals.get(i)) {
            switch (s) {
                case SAME_PARAGRAPH -> clues.add(Clue.ON_SAME_PARAGRAPH);
                case MARKS_MEET -> clues.add(Clue.ON_MARKS_MEET);
                case SHORT_GAP -> clues.add(Clue.ON_SHORT_GAP);
                case GAP -> clues.add(Clue.ON_GAP);
                case LONG_GAP -> clues.add(Clue.ON_LONG_GAP);
                case GESTURE -> clues.add(Clue.ON_GESTURE);
                case LEAD -> clues.add(Clue.ON_LEAD);
                case REPLY_TOLD -> clues.add(Clue.ON_REPLY_TOLD);
                case LATER -> clues.add(Clue.ON_LATER);
                case MONOLOGUE -> clues.add(Clue.ON_MONOLOGUE);
                case QUESTION -> clues.add(Clue.ON_QUESTION);
                case REPLY -> clues.add(Clue.ON_REPLY);
                case CONTINUED -> clues.add(Clue.ON_CONTINUED);
                default -> { }
            }
        }
        Utterance a = utterances.get(i - 1);
        Utterance b = utterances.get(i);
        if (signals.get(i).contains(Signal.QUESTION) && YES_OR_NO.matcher(b.text()).lookingAt()) {
            clues.add(Clue.ON_YES_OR_NO);
        }
        if (b.attribution().manner() == Attribution.Manner.ANSWERED) {
            clues.add(Clue.ON_ANSWERED);
        }
        if (a.text().endsWith("—") || a.text().endsWith("-") || a.text().endsWith("...")) {
            clues.add(Clue.ON_BROKEN_OFF);
        }
        return clues;
    }

    private void segment(int from, int to) {
        int n = to - from;
        int S = GROUPINGS.size();
        double[][] alpha = new double[n][S];
        double[][][] trans = new double[n][][];
        alpha[0][0] = 1;
        for (int i = 1; i < n; i++) {
            for (int ago = 1; ago <= Math.min(i, Grouping.MEMORY); ago++) {
                sameW[from + i][ago - 1] = w(same[from + i][ago - 1]);
                otherW[from + i][ago - 1] = w(others[from + i][ago - 1]);
            }
            double on = w(this.on[from + i]);
            double enters = w(Clue.ENTERS) + (Evidence.isPlain(utterances.get(from + i).gap()) ? 0 : w(Clue.ENTERS_AFTER_NARRATION));
            trans[i] = new double[S][];
            double sum = 0;
            for (Grouping g : GROUPINGS) {
                if (g.size() != Math.min(i, Grouping.MEMORY)) {
                    continue;
                }
                double[] t = new double[g.count() + 1];
                trans[i][g.number()] = t;
                double[] s = new double[g.count()];
                double[] o = new double[g.count()];
                boolean[] seen = new boolean[g.count()];
                double allOther = 0;
                for (int ago = 1; ago <= g.size(); ago++) {
                    int b = g.speaker(ago);
                    if (!seen[b] && informative(from + i - ago)) {
                        seen[b] = true;
                        s[b] = sameW[from + i][ago - 1];
                        o[b] = otherW[from + i][ago - 1];
                        allOther += o[b];
                    }
                }
                int last = g.speaker(1);
                int alt = -1;
                for (int ago = 2; ago <= g.size() && alt < 0; ago++) {
                    if (g.speaker(ago) != last) {
                        alt = g.speaker(ago);
                    }
                }
                for (int b = 0; b <= g.count(); b++) {
                    double prior = b == last ? on : b == g.count() ? (alt < 0 ? 0 : enters) : b == alt ? 0 : w(Clue.RETURNS);
                    double ev = b == g.count() ? allOther : allOther - o[b] + s[b];
                    t[b] = Math.exp(prior + ev);
                }
                double a = alpha[i - 1][g.number()];
                if (a > 0) {
                    for (int b = 0; b <= g.count(); b++) {
                        double v = a * t[b];
                        alpha[i][g.next(b)] += v;
                        sum += v;
                    }
                }
            }
            for (int s = 0; s < S; s++) {
                alpha[i][s] /= sum;
            }
        }
        double[] beta = new double[S];
        Arrays.fill(beta, 1);
        for (int i = n - 1; i >= 1; i--) {
            double total = 0;
            double oth = 0;
            double bk = 0;
            double[] nb = new double[S];
            double max = 0;
            for (Grouping g : GROUPINGS) {
                double[] t = trans[i][g.number()];
                if (t == null) {
                    continue;
                }
                double a = alpha[i - 1][g.number()];
                for (int b = 0; b <= g.count(); b++) {
                    double v = t[b] * beta[g.next(b)];
                    nb[g.number()] += v;
                    total += a * v;
                    if (b != g.speaker(1)) {
                        oth += a * v;
                    }
                    if (g.size() > 1 && b == g.speaker(2)) {
                        bk += a * v;
                    }
                }
                max = Math.max(max, nb[g.number()]);
            }
            other[from + i] = oth / total;
            back[from + i] = bk / total;
            for (int s = 0; s < S; s++) {
                nb[s] /= max;
            }
            beta = nb;
        }
    }
}
