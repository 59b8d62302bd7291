// Of the templates of all points one becomes the project, its classes in the folder of their package.
import java.nio.file.*

Path project = Paths.get(request.outputDirectory, request.artifactId)
Path points = project.resolve('points')
Path wanted = points.resolve(request.properties['point'])
String folder = request.properties['package'].replace('.', '/')
if (!Files.isDirectory(wanted)) {
    throw new IllegalArgumentException("there is no template for the point '" + wanted.fileName + "' (have: "
        + points.toFile().list().sort().join(', ') + ')')
}
wanted.toFile().eachFileRecurse(groovy.io.FileType.FILES) { file ->
    String name = wanted.relativize(file.toPath()).toString().replace('\\', '/')
    Path target = project.resolve(name.replaceFirst('^(src/\\w+/(?:java|resources)/)', '$1' + folder + '/'))
    Files.createDirectories(target.parent)
    Files.move(file.toPath(), target)
}
points.toFile().deleteDir()
Files.move(project.resolve('gitignore'), project.resolve('.gitignore'))
// Whoever has the archetype has the repository that it came from.
File pom = project.resolve('pom.xml').toFile()
pom.text = pom.text.replaceFirst('(?s)\\s*<!-- The folder of an installation.*</repositories>', '')
