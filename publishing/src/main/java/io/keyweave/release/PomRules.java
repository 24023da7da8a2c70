package io.keyweave.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Developer;
import org.apache.maven.model.License;
import org.apache.maven.model.Model;
import org.apache.maven.model.Scm;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.jspecify.annotations.Nullable;

/** What Maven Central asks of a pom: name, description, url, licences, developers, scm, a version that is not a snapshot. */
final class PomRules {
    private PomRules() {}

    static Model read(Path pom) throws IOException {
        try (InputStream in = Files.newInputStream(pom)) {
            return new MavenXpp3Reader().read(in);
        } catch (XmlPullParserException broken) {
            throw new IOException(pom + " is not a pom: " + broken.getMessage(), broken);
        }
    }

    /**
     * Returns what is wrong with a pom as it is published: everything is in it, nothing is inherited.
     *
     * @return one sentence each, empty if all is well
     */
    static List<String> published(Model pom) {
        List<String> wrong = new ArrayList<>(described(pom));
        if (pom.getParent() != null) {
            wrong.add("has a parent, which is not published");
        }
        if (!pom.getRepositories().isEmpty() || !pom.getPluginRepositories().isEmpty()) {
            wrong.add("names repositories");
        }
        if (pom.getVersion() == null || pom.getVersion().endsWith("-SNAPSHOT")) {
            wrong.add("has no version of a release: " + pom.getVersion());
        }
        List<Dependency> dependencies = new ArrayList<>(pom.getDependencies());
        if (pom.getDependencyManagement() != null) {
            dependencies.addAll(pom.getDependencyManagement().getDependencies());
        }
        for (Dependency dependency : dependencies) {
            String version = dependency.getVersion();
            if (version == null || version.contains("${") || version.endsWith("-SNAPSHOT")) {
                wrong.add("dependency " + dependency.getManagementKey() + " has no fixed version: " + version);
            }
            if ("system".equals(dependency.getScope()) || "test".equals(dependency.getScope())) {
                wrong.add("dependency " + dependency.getManagementKey() + " has scope " + dependency.getScope());
            }
        }
        return wrong;
    }

    /** Returns which of the elements that describe a project are missing. */
    static List<String> described(Model pom) {
        List<String> wrong = new ArrayList<>();
        require(wrong, "name", pom.getName());
        require(wrong, "description", pom.getDescription());
        require(wrong, "url", pom.getUrl());
        if (pom.getLicenses().isEmpty()) {
            wrong.add("has no licenses");
        }
        for (License license : pom.getLicenses()) {
            require(wrong, "licenses/license/name", license.getName());
            require(wrong, "licenses/license/url", license.getUrl());
        }
        if (pom.getDevelopers().isEmpty()) {
            wrong.add("has no developers");
        }
        for (Developer developer : pom.getDevelopers()) {
            require(wrong, "developers/developer/name", developer.getName());
            require(wrong, "developers/developer/organization", developer.getOrganization());
        }
        Scm scm = pom.getScm();
        require(wrong, "scm/connection", scm == null ? null : scm.getConnection());
        require(wrong, "scm/developerConnection", scm == null ? null : scm.getDeveloperConnection());
        require(wrong, "scm/url", scm == null ? null : scm.getUrl());
        return wrong;
    }

    private static void require(List<String> wrong, String element, @Nullable String value) {
        if (value == null || value.isBlank() || value.contains("${")) {
            wrong.add("has no " + element);
        }
    }
}
