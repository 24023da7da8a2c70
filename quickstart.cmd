@echo off
rem The same as ./quickstart, for Windows. Needs a JDK 17 or newer and Maven. Nothing is left running.
setlocal
cd /d "%~dp0"
echo Building the agent and the samples (the first time Maven fetches what they need) ...
call mvn -B -q -ntp -Dstyle.color=never package -DskipTests -Dspotless.check.skip -Dcyclonedx.skip -pl agent,samples/dev-vault,samples/quickstart -am
if errorlevel 1 exit /b 1
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
set "classes=samples\quickstart\target\classes"
for %%f in (samples\quickstart\target\lib\config-*.jar) do set "hocon=%%f"
"%java%" -cp "%classes%;samples\dev-vault\target\keyweave-dev-vault.jar" io.keyweave.quickstart.Quickstart agent\target\keyweave-agent.jar "%classes%;%hocon%"
exit /b %errorlevel%
