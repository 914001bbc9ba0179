package dev.sidecar.npy;

/**
 * How long the tests are that could go on for ever. {@code mvn verify} runs a short form of each; the profile
 * {@code nightly} ({@code mvn -Pnightly verify}) sets {@code sidecar.nightly}, which selects the long form. Each number can
 * also be set alone, such as {@code -Dsidecar.nightly.kills=1000}.
 */
final class Nightly {
    /** Whether the long forms run. */
    static final boolean ON = Boolean.getBoolean("sidecar.nightly");

    private Nightly() {}

    /** How often a process that writes is killed. */
    static int kills() {
        return number("kills", 20, 200);
    }

    /** How often a run is killed that is then resumed. */
    static int resumptions() {
        return number("resumptions", 5, 100);
    }

    /** For how many seconds processes write to the same sidecars. */
    static int seconds() {
        return number("seconds", 5, 30);
    }

    private static int number(String name, int inEveryBuild, int nightly) {
        return Integer.getInteger("sidecar.nightly." + name, ON ? nightly : inEveryBuild);
    }
}
