// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words of English that name people: titles, nouns and the commonest given names, and whether the book will go on
 * with "he" or "she". A table and no list of one period's: what is missing is learnt from the book ({@link Cast}).
 */
final class PersonWords {

    static final Set<String> ARTICLES =
            Set.of("the", "a", "an", "my", "his", "her", "their", "our", "this", "that", "another");

    /** Before a name. */
    private static final Map<String, Gender> BEFORE_NAMES = table(
            "Mr Sir Lord Uncle Father Brother Master Captain Colonel Major General Lieutenant Sergeant Count Baron Prince"
                    + " King Duke Monsieur Signor Herr Don Squire Abbot Esquire",
            "Mrs Miss Ms Lady Aunt Mother Sister Madame Mademoiselle Countess Baroness Princess Queen Duchess Signora Dame"
                    + " Frau Donna Mistress",
            "Dr Doctor Professor St Messrs Saint Cousin Nurse Inspector Judge Reverend Rev");

    /** In place of one. */
    private static final Map<String, Gender> NOUNS = table(
            "man gentleman boy lad father brother uncle nephew son husband king lord prince count duke master grandfather"
                    + " youth fellow monk priest captain colonel butler footman clergyman papa bishop sailor soldier"
                    + " landlord knight",
            "woman lady girl maid mother sister aunt niece daughter wife queen princess countess duchess mistress"
                    + " grandmother widow nun mamma governess landlady housekeeper lass",
            "child doctor stranger visitor servant other voice cousin friend lawyer host guest");

    /** The commonest given names of England since the Reformation. */
    private static final Map<String, Gender> GIVEN = table(
            "Adam Albert Alexander Alfred Andrew Anthony Archibald Arthur Benjamin Bernard Bill Charles Charlie Christopher"
                    + " Daniel David Dick Edgar Edmund Edward Edwin Ernest Francis Frank Fred Frederick Geoffrey George Gilbert"
                    + " Guy Harold Harry Henry Herbert Horace Hugh Isaac Jack Jacob James Jem Jim Joe John Jonathan Joseph"
                    + " Joshua Laurence Lawrence Leonard Lewis Luke Mark Martin Matthew Michael Ned Nicholas Oliver Oscar"
                    + " Patrick Paul Peter Philip Ralph Reginald Richard Robert Roger Rupert Sam Samuel Simon Stephen Ted"
                    + " Theodore Thomas Tim Timothy Tom Tony Victor Walter Will William",
            "Ada Adela Agatha Agnes Alice Amelia Amy Ann Anna Anne Annie Bertha Bessie Betty Caroline Catherine Cecilia"
                    + " Charlotte Clara Constance Cecily Daisy Diana Dora Dorothy Edith Effie Eleanor Eliza Elizabeth Ella Ellen Emily"
                    + " Emma Emmeline Esther Ethel Eva Eve Fanny Flora Florence Frances Georgiana Gertrude Grace Hannah Harriet"
                    + " Helen Henrietta Hester Hetty Hilda Ida Isabel Isabella Jane Janet Jennie Jenny Jessie Joan Julia Kate Katharine"
                    + " Katherine Kitty Laura Lavinia Letitia Lilian Lily Lizzie Louisa Lucy Lydia Mabel Madeline Maggie Margaret"
                    + " Maria Marian Marianne Martha Mary Matilda Maud May Mildred Molly Nancy Nell Nellie Nora Olivia Patience"
                    + " Penelope Phoebe Polly Priscilla Rachel Rebecca Rosa Rose Ruth Sally Sarah Sophia Sophy Susan Sylvia"
                    + " Ursula Victoria Violet Virginia Winifred",
            "Evelyn");

    private PersonWords() {}

    private static Map<String, Gender> table(String he, String she, String unknown) {
        return Stream.of(entries(he, Gender.HE), entries(she, Gender.SHE), entries(unknown, Gender.UNKNOWN))
                .flatMap(Function.identity())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Stream<Map.Entry<String, Gender>> entries(String words, Gender gender) {
        return Stream.of(words.split(" ")).map(word -> Map.entry(word, gender));
    }

    /** What a title before a name says of its bearer; empty for a word that is none. */
    static Optional<Gender> ofTitle(String word) {
        return Optional.ofNullable(BEFORE_NAMES.get(word));
    }

    /** What a noun says of a person; empty for a word that is nobody. */
    static Optional<Gender> ofNoun(String word) {
        return Optional.ofNullable(NOUNS.get(word));
    }

    /** Whose name it is; empty for a name that is not among the commonest. */
    static Optional<Gender> ofGivenName(String name) {
        return Optional.ofNullable(GIVEN.get(name));
    }

    /** All titles, as alternatives of a pattern. */
    static String titles() {
        return BEFORE_NAMES.keySet().stream().sorted().collect(Collectors.joining("|"));
    }
}
