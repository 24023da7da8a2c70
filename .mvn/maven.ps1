# Run by quickstart.cmd: Maven with the arguments in KEYWEAVE_MAVEN, as maven.sh beside it runs it. On a terminal one line says which module it
# builds, and is gone at the end. In a pipe nothing is said unless something is wrong.

# Maven before 3.9.11 has libraries that JDK 24 and later warn of.
$java = if ($env:JAVA_HOME) { "$env:JAVA_HOME\bin\java" } else { 'java' }
cmd /c "`"$java`" --sun-misc-unsafe-memory-access=allow -version >nul 2>&1"
if ($LASTEXITCODE -eq 0) {
  $env:MAVEN_OPTS = "$env:MAVEN_OPTS --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
}

$maven = "mvn -B -ntp -Dstyle.color=never $env:KEYWEAVE_MAVEN"
if ([Console]::IsErrorRedirected) {
  cmd /c "$maven -q"
  exit $LASTEXITCODE
}

$width = 0
$wrong = $false
cmd /c "$maven 2>&1" | ForEach-Object {
  if ($_ -match '^\[INFO\] Building (.+) \S+ +(\[\d+/\d+\])$') {
    $line = $Matches[2] + ' ' + $Matches[1] + ' ...'
    [Console]::Error.Write("`r" + $line.PadRight($width))
    $width = $line.Length
    $wrong = $false
  } elseif ($_ -match '^\[(INFO|WARNING)\]') {
    $wrong = $false
  } elseif ($_ -match '^\[ERROR\]' -and -not $wrong) {
    [Console]::Error.Write("`r" + ''.PadRight($width) + "`r")
    $wrong = $true
  }
  if ($wrong) {
    [Console]::Error.WriteLine($_)
  }
}
$code = $LASTEXITCODE
[Console]::Error.Write("`r" + ''.PadRight($width) + "`r")
exit $code
